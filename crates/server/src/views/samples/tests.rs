use super::render_all;

/// How often `needle` stands in `text`.
fn count(text: &str, needle: &str) -> usize {
    text.matches(needle).count()
}

#[test]
fn every_page_has_its_landmarks_and_one_heading() {
    for page in render_all().unwrap().iter().filter(|sample| sample.whole) {
        let (name, html) = (page.name, &page.html);
        assert!(html.starts_with("<!DOCTYPE html>"), "{name}");
        for once in [
            "<html lang=\"en\">",
            "<title>",
            "<main id=\"main\"",
            "<footer class=\"colophon\">",
            "<h1",
            "class=\"skip\"",
        ] {
            assert_eq!(count(html, once), 1, "{name} has {once} not once");
        }
        assert!(html.contains("<nav class=\"tabs\" aria-label="), "{name}");
    }
}

#[test]
fn ids_are_unique_and_every_description_and_label_exists() {
    for sample in render_all().unwrap() {
        let (name, html) = (sample.name, &sample.html);
        let ids: Vec<&str> = values(html, " id=\"");
        for (index, id) in ids.iter().enumerate() {
            assert!(!ids[..index].contains(id), "{name} has the id {id} twice");
        }
        for attribute in [
            " for=\"",
            " aria-describedby=\"",
            " aria-labelledby=\"",
            " aria-controls=\"",
        ] {
            for id in values(html, attribute)
                .iter()
                .flat_map(|ids| ids.split(' '))
            {
                assert!(
                    ids.contains(&id),
                    "{name} refers to {id}, which is not there"
                );
            }
        }
    }
}

/// The values of all attributes that begin so.
fn values<'a>(html: &'a str, attribute: &str) -> Vec<&'a str> {
    html.split(attribute)
        .skip(1)
        .filter_map(|rest| rest.split('"').next())
        .collect()
}

#[test]
fn no_page_has_inline_scripts_or_styles_or_asks_others_for_anything() {
    for sample in render_all().unwrap() {
        let (name, html) = (sample.name, &sample.html);
        assert!(!html.contains(" style="), "{name} has an inline style");
        assert!(!html.contains("<style"), "{name} has a style sheet inside");
        assert_eq!(
            count(html, "<script"),
            count(html, "<script src=\"/assets/"),
            "{name} has an inline script"
        );
        for source in values(html, " src=\"") {
            assert!(
                source.starts_with('/') && !source.starts_with("//"),
                "{name} loads {source}"
            );
        }
        for handler in [" onclick=", " onload=", " onerror=", " onsubmit="] {
            assert!(!html.contains(handler), "{name} has {handler}");
        }
    }
}

#[test]
fn elements_are_closed_in_the_order_they_were_opened() {
    const VOID: [&str; 7] = ["meta", "link", "img", "input", "br", "hr", "wbr"];
    for sample in render_all().unwrap() {
        let mut open = Vec::new();
        for tag in sample
            .html
            .split('<')
            .skip(1)
            .filter(|tag| !tag.starts_with('!'))
        {
            let word: String = tag
                .trim_start_matches('/')
                .chars()
                .take_while(char::is_ascii_alphanumeric)
                .collect();
            if tag.starts_with('/') {
                assert_eq!(open.pop(), Some(word), "{}", sample.name);
            } else if !VOID.contains(&word.as_str()) {
                open.push(word);
            }
        }
        assert!(open.is_empty(), "{}: {open:?} not closed", sample.name);
    }
}

#[test]
fn what_was_typed_comes_back_escaped_and_complete() {
    let all = render_all().unwrap();
    let html = |name: &str| &all.iter().find(|sample| sample.name == name).unwrap().html;
    assert!(
        html("error-429")
            .contains("I only wanted to say &#60;b&#62;one&#60;/b&#62; more thing &#38; another.")
    );
    assert!(html("preview").contains("I say it **sings** &#38; sighs.</textarea>"));
    assert!(html("preview").contains("value=\"https://bollard.example/?a=1&amp;b=2\""));
    assert!(
        html("refused").contains("aria-describedby=\"f-text-e f-text-h\" aria-invalid=\"true\"")
    );
}

#[test]
fn an_article_with_a_hundred_comments_and_the_assets_stay_small() {
    let all = render_all().unwrap();
    let article = all.iter().find(|sample| sample.name == "article").unwrap();
    assert_eq!(count(&article.html, "<article id=\"c"), 100);
    assert!(article.html.len() < 60_000, "{} bytes", article.html.len());
    assert!(include_str!("../../../assets/style.css").len() < 20_000);
    // The script is sent compressed; it shrinks to about a third.
    assert!(include_str!("../../../assets/script.js").len() < 15_000);
}

#[test]
fn a_stranger_and_a_regular_are_greeted() {
    let all = render_all().unwrap();
    let html = |name: &str| {
        all.iter()
            .find(|sample| sample.name == name)
            .unwrap()
            .html
            .trim()
    };
    assert_eq!(
        html("greeting-stranger"),
        "Welcome, stranger. Sit where you like."
    );
    assert!(
        html("greeting").contains("<a class=\"nic\" href=\"/nic/Old%20Bollard\">Old Bollard</a>")
    );
}
