//! Page layouts of the kinds that news sites use, each with the text that a reader would call the article.
//!
//! All words are our own. A layout passes when the F1 of four-word shingles against the gold text is at
//! least 0.95 (most reach 1.0) and nothing from beside the article is in it.

use std::collections::HashSet;

use clipsheet_intake::{Extract, ExtractError, extract, plain_text};
use url::Url;

const TITLE: &str = "Harbour Board finds its missing dredger under the mud";

const STORY: [&str; 6] = [
    "The Harbour Board of Omney has found the dredger that it lost in the spring of last year, and found it where the fishermen had always said that it would be: under the mud of its own making.",
    "The vessel, a flat and patient machine named the Diligence, was discovered by a gull, which had been standing on the tip of the crane for some weeks and refused to say how it stayed up.",
    "Harbour master Ottilie Brine told the meeting that nobody was to blame. The mud had come in slowly, she said, and the crew had gone home every evening as the rules require of them.",
    "A committee of nine will now consider whether the Diligence should be dug out with a second dredger, or whether that would merely double the number of dredgers under the mud.",
    "Shopkeepers on the quay are of two minds about the affair. The baker would like the crane removed before the regatta, while the keeper of the inn has begun to sell tickets to look at it.",
    "The gull has been offered a small pension and the freedom of the pier, and was last seen considering both from the top of the ice house with every sign of satisfaction.",
];

fn paragraphs() -> String {
    STORY
        .iter()
        .map(|text| format!("<p>{text}</p>\n"))
        .collect()
}

fn gold() -> String {
    STORY.join("\n\n")
}

const NAV: &str = "<header><nav class=main-nav><ul><li><a href=/>Home</a><li><a href=/tides>Tides</a><li><a href=/mud>Mud</a><li><a href=/gulls>Gulls</a></ul></nav></header>";
const RELATED: &str = "<div class=related-stories><h3>Related stories</h3><ul><li><a href=/a1>Crane bent by wind, bends back by itself</a><li><a href=/a2>Regatta moved to a higher tide after vote</a><li><a href=/a3>Ice house opens its doors to the warm public</a></ul></div>";
const NEWSLETTER: &str = "<div class=newsletter-signup><h4>The tide letter</h4><p>Sign up for our tide letter and get the water levels every morning before breakfast, free of charge.</p><form><input type=email><button>Sign up</button></form></div>";
const SHARE: &str = "<ul class=social><li><a href='https://www.facebook.com/sharer/sharer.php?u=x'>Facebook</a><li><a href='https://twitter.com/intent/tweet?u=x'>Twitter</a><li><a href='mailto:?subject=x'>E-mail</a></ul>";
const COOKIES: &str = "<div id=cookie-banner><p>We use cookies to see how many gulls read this page, and to remember that you have been told about the cookies.</p><button>Fine</button></div>";
const FOOTER: &str =
    "<footer><p>© The Omney Gazette. All rights reserved.</p><a href=/about>About</a></footer>";

const JUNK: &[&str] = &[
    "Crane bent",
    "tide letter",
    "Facebook",
    "cookies",
    "rights reserved",
    "Sign up",
    "Advertisement",
    "Read more",
    "comment-text",
    "seven years on the mud desk",
    "min read",
    "Related",
];

fn page(head: &str, body: &str) -> String {
    format!(
        "<!DOCTYPE html><html lang=en-GB><head><title>{TITLE} | The Omney Gazette</title><meta property=og:site_name content='The Omney Gazette'>{head}</head><body>{COOKIES}{NAV}{body}{FOOTER}</body></html>"
    )
}

fn shingles(text: &str) -> HashSet<Vec<String>> {
    let words: Vec<String> = text
        .split(|c: char| !c.is_alphanumeric())
        .filter(|word| !word.is_empty())
        .map(str::to_lowercase)
        .collect();
    words.windows(4).map(<[String]>::to_vec).collect()
}

fn f1(found: &str, gold: &str) -> f64 {
    let (found, gold) = (shingles(found), shingles(gold));
    2.0 * found.intersection(&gold).count() as f64 / (found.len() + gold.len()) as f64
}

fn read(html: &str) -> Extract {
    let url = Url::parse("https://www.omney-gazette.example/2014/07/07/dredger")
        .expect("a constant address is valid");
    extract(html, Some(&url)).expect("the layout holds an article")
}

#[track_caller]
fn check_text(html: &str, gold: &str) -> Extract {
    let found = read(html);
    let score = f1(&found.text, gold);
    assert!(score >= 0.95, "F1 {score:.3}:\n{}", found.text);
    for junk in JUNK {
        assert!(!found.text.contains(junk), "“{junk}” in:\n{}", found.text);
    }
    assert_eq!(plain_text(&found.content_html), found.text);
    found
}

#[track_caller]
fn check(html: &str) -> Extract {
    check_text(html, &gold())
}

#[test]
fn a_blog_engine_with_entry_content() {
    let found = check(&page(
        "<meta property=article:published_time content=2014-07-07T17:02:00+01:00>",
        &format!(
            "<main><article class='post type-post'><header class=entry-header><h1 class=entry-title>{TITLE}</h1><div class=entry-meta><span class=posted-on>7 July 2014</span> by <span class=author>Ada Gull</span></div></header><div class=entry-content>{}<div class='sharedaddy sd-sharing-enabled'>{SHARE}</div><div class=jp-relatedposts>{RELATED}</div></div><footer class=entry-footer>Tagged <a href=/t>mud</a></footer></article><div id=comments class=comments-area><h2>3 thoughts on the dredger</h2><ol class=comment-list><li><p>comment-text: I saw it go down, slowly, over the course of a whole summer, and nobody asked me anything.</p><li><p>comment-text: The gull deserves better than a small pension for all that standing about.</p></ol></div></main>",
            paragraphs()
        ),
    ));
    assert_eq!(found.title.as_deref(), Some(TITLE));
    assert_eq!(found.byline.as_deref(), Some("Ada Gull"));
    assert_eq!(
        found.published.as_deref(),
        Some("2014-07-07T17:02:00+01:00")
    );
    assert_eq!(found.site_name.as_deref(), Some("The Omney Gazette"));
    assert_eq!(found.lang.as_deref(), Some("en-GB"));
}

#[test]
fn a_big_site_with_modules_between_the_paragraphs() {
    let mut body = String::new();
    for (at, text) in STORY.iter().enumerate() {
        body.push_str(&format!(
            "<div class='component text-block'><p>{text}</p></div>"
        ));
        if at == 1 {
            body.push_str("<div class=ad-slot>Advertisement</div><p><strong>Read more: <a href=/a1>Crane bent by wind, bends back by itself</a></strong></p>");
        }
        if at == 3 {
            body.push_str(NEWSLETTER);
            body.push_str("<p><a href=/a2>Crane bent twice as far as the board believed</a></p>");
        }
    }
    check(&page(
        "",
        &format!(
            "<div class=layout><div class=story-body itemprop=articleBody><h1>{TITLE}</h1>{body}{SHARE}</div><aside class=sidebar>{RELATED}</aside></div>"
        ),
    ));
}

#[test]
fn generated_class_names_that_say_nothing() {
    let body: String = STORY
        .iter()
        .map(|text| format!("<div class=css-1x2y3z><p class=css-a8d>{text}</p></div>"))
        .collect();
    check(&page(
        "",
        &format!(
            "<div id=root><div class=css-9><section class=css-4><h1 class=css-2>{TITLE}</h1><p class=css-5>4 min read</p>{body}<h3>You may also like</h3><div class=css-7><a href=/a1>Crane bent by wind, bends back by itself</a></div><div class=css-7><a href=/a2>Crane bent again, says man</a></div></section></div></div>"
        ),
    ));
}

#[test]
fn lines_parted_by_br_in_a_layout_of_tables() {
    let body = STORY.join("<br><br>\n");
    check(&page(
        "",
        &format!(
            "<table width=100%><tr><td width=150><a href=/a>Tides</a><br><a href=/b>Mud</a></td><td><font size=5><b>{TITLE}</b></font><br><br><font face=serif>{body}</font></td><td><a href=/a1>Crane bent by wind</a></td></tr></table>"
        ),
    ));
}

#[test]
fn a_teaser_on_the_page_and_the_text_in_json_ld() {
    let text = STORY.join("\\n\\n");
    let found = check(&page(
        &format!(
            "<script type='application/ld+json'>{{\"@context\":\"https://schema.org\",\"@type\":\"NewsArticle\",\"headline\":\"{TITLE}\",\"author\":[{{\"@type\":\"Person\",\"name\":\"Ada Gull\"}}],\"datePublished\":\"2014-07-07T17:02:03Z\",\"isAccessibleForFree\":false,\"articleBody\":\"{text}\"}}</script>"
        ),
        &format!(
            "<article><h1>{TITLE}</h1><p>{}</p><div class=paywall><p>To read on, become a friend of the harbour for the price of one herring a week, payable in herring.</p></div></article>",
            &STORY[0][..90]
        ),
    ));
    assert_eq!(found.byline.as_deref(), Some("Ada Gull"));
    assert_eq!(found.published.as_deref(), Some("2014-07-07T17:02:03Z"));
}

#[test]
fn what_the_publisher_says_the_text_is_sets_its_end() {
    let text = STORY.join(" ");
    check(&page(
        &format!(
            "<script type='application/ld+json'>{{\"@context\":\"https://schema.org\",\"@type\":\"NewsArticle\",\"articleBody\":\"{text}\"}}</script>"
        ),
        &format!(
            "<article><h1>{TITLE}</h1>{}<div><p>This newspaper has been printed on the quay since the invention of quays, and it would be glad of a seven years on the mud desk anniversary card.</p></div></article>",
            paragraphs()
        ),
    ));
}

#[test]
fn a_brief_under_a_notice_longer_than_itself() {
    let notice = "<p>We and our three hundred partners keep cookies in your kitchen so that the advertisements know what you had for breakfast, and what you may have tomorrow.</p>".repeat(8);
    let gold = STORY[..2].join(" ");
    check_text(
        &page(
            "",
            &format!(
                "<div class='consent-dialog overlay'><h2>Your privacy</h2>{notice}<button>Agree</button></div><article><h1>{TITLE}</h1><p>{}</p><p>{}</p></article>",
                STORY[0], STORY[1]
            ),
        ),
        &gold,
    );
}

#[test]
fn talk_in_short_lines_is_no_button() {
    let talk = "<p>“Thank you.”</p><p>“Listen!”</p><p>“Close.”</p>";
    let body = format!(
        "{}{talk}{}",
        paragraphs(),
        "<p>So ended the conversation between the keeper and the gull, to the satisfaction of neither party and the relief of the crane.</p>"
    );
    let found = read(&page(
        "",
        &format!("<article><h1>{TITLE}</h1>{body}</article>"),
    ));
    assert!(
        ["Thank you", "Listen", "Close"]
            .iter()
            .all(|word| found.text.contains(word)),
        "{}",
        found.text
    );
}

#[test]
fn an_amp_page() {
    let found = check(&page(
        "",
        &format!(
            "<article class=amp-wp-article><h1 class=amp-wp-title>{TITLE}</h1><div class=amp-wp-article-content><amp-img src=/mud.jpg width=800 height=600 layout=responsive></amp-img>{}<amp-ad>Advertisement</amp-ad></div></article>",
            paragraphs()
        ),
    ));
    assert!(
        found.content_html.contains("<img") && found.content_html.contains("/mud.jpg"),
        "{}",
        found.content_html
    );
}

#[test]
fn quotes_lists_and_headings_stay_in_the_middle() {
    let body = format!(
        "<p>{}</p><h2>What the fishermen said</h2><blockquote class=pull><p>We told them in March, and in May, and again at the fair, said the fishermen of the lower quay in one voice.</p></blockquote><p>{}</p><ul class=facts><li>The crane stands eleven metres above the mud at low water.</li><li>Nobody has measured it at high water, since it is wet.</li></ul><p>{}</p><p>{}</p><p>{}</p><p>{}</p>",
        STORY[0], STORY[1], STORY[2], STORY[3], STORY[4], STORY[5]
    );
    let gold = plain_text(&body);
    let found = check_text(
        &page(
            "",
            &format!("<main><div class=article-body><h1>{TITLE}</h1>{body}</div>{RELATED}</main>"),
        ),
        &gold,
    );
    assert!(found.text.contains("What the fishermen said"));
    assert!(found.text.contains("again at the fair"));
    assert!(found.text.contains("eleven metres"));
}

#[test]
fn a_text_in_two_containers_around_an_advertisement() {
    let (one, two) = STORY.split_at(3);
    let wrap = |part: &[&str]| {
        part.iter()
            .map(|text| format!("<p>{text}</p>"))
            .collect::<String>()
    };
    check(&page(
        "",
        &format!(
            "<article><h1>{TITLE}</h1><div class=article-text>{}</div><div class=ads><p>Advertisement</p></div><div class=article-text>{}</div></article>{RELATED}",
            wrap(one),
            wrap(two)
        ),
    ));
}

#[test]
fn a_note_on_the_author_and_links_at_the_end() {
    check(&page(
        "<meta name=author content='By Ada Gull'>",
        &format!(
            "<article><h1>{TITLE}</h1><p>By Ada Gull</p><p>Updated 7 July 2014, 17:02</p>{}<p>Ada Gull is a reporter at the Gazette, where she has spent seven years on the mud desk and two in the mud itself.</p><p><a href=/m>Mud</a> <a href=/d>Dredgers</a> <a href=/g>Gulls</a></p>{NEWSLETTER}</article>",
            paragraphs()
        ),
    ));
}

#[test]
fn a_cooled_down_blog_with_more_comments_than_text() {
    let comment = "<li class=comment><p>comment-text: I have watched this harbour for forty years and never saw so much mud in one place, and I say so every week to whoever will listen.</p></li>";
    check(&page(
        "",
        &format!(
            "<div class=content><div class=post><h2>{TITLE}</h2><div class=post-body>{}</div></div><div id=comments><h3>Comments</h3><ol class=commentlist>{}</ol></div></div>",
            paragraphs(),
            comment.repeat(40)
        ),
    ));
}

#[test]
fn a_page_in_another_language() {
    let story = [
        "Der Hafenrat von Omney hat den Bagger wiedergefunden, den er im Frühjahr verloren hatte, und zwar genau dort, wo ihn die Fischer immer vermutet hatten: unter dem eigenen Schlick.",
        "Entdeckt wurde das Schiff von einer Möwe, die seit Wochen auf der Spitze des Krans stand und nicht verraten wollte, wie sie sich dort oben eigentlich hielt.",
        "Die Hafenmeisterin sagte in der Sitzung, niemand sei schuld. Der Schlick sei langsam gekommen, und die Mannschaft sei jeden Abend vorschriftsmäßig nach Hause gegangen.",
    ];
    let body: String = story.iter().map(|text| format!("<p>{text}</p>")).collect();
    check_text(
        &page(
            "",
            &format!(
                "<article><h1>Bagger gefunden</h1>{body}<h3>Mehr zum Thema</h3><ul><li><a href=/a1>Kran vom Wind verbogen und wieder gerade</a></ul><p>Lesen Sie auch: <a href=/x>Regatta verlegt</a></p></article>"
            ),
        ),
        &story.join("\n\n"),
    );
}

#[test]
fn addresses_become_absolute_and_scripts_go() {
    let html = page(
        "<base href=/news/>",
        &format!(
            "<article><h1>{TITLE}</h1><p>{} <a href=mud.html>the mud</a> <a href='javascript:no()'>click</a></p><figure><img src=data:image/gif;base64,R0lGODlhAQABAAAAACw= data-src=../crane.jpg alt=Crane><figcaption>The crane, above</figcaption></figure>{}<script>no()</script></article>",
            STORY[0],
            paragraphs()
        ),
    );
    let found = read(&html);
    assert!(
        found
            .content_html
            .contains("href=\"https://www.omney-gazette.example/news/mud.html\""),
        "{}",
        found.content_html
    );
    assert!(
        found
            .content_html
            .contains("src=\"https://www.omney-gazette.example/crane.jpg\""),
        "{}",
        found.content_html
    );
    assert!(!found.content_html.contains("javascript:") && !found.content_html.contains("<script"));
    assert!(
        !found.content_html.contains("data-clipsheet") && !found.content_html.contains("class=")
    );
    assert_eq!(
        found.image.as_deref(),
        Some("https://www.omney-gazette.example/crane.jpg")
    );
}

#[test]
fn pages_without_an_article_are_refused() {
    let login = page(
        "",
        "<form><h1>Log in</h1><label>Name <input name=n></label><label>Password <input type=password></label><button>Log in</button></form>",
    );
    let results: String = (0..30).map(|n| format!("<li><a href=/r{n}>Result number {n} about the mud of the harbour and its many gulls</a></li>")).collect();
    let search = page(
        "",
        &format!("<h1>Search</h1><form><input type=search></form><ol class=results>{results}</ol>"),
    );
    for html in [
        "",
        "<html></html>",
        "<p> </p>",
        login.as_str(),
        search.as_str(),
    ] {
        assert_eq!(extract(html, None), Err(ExtractError::NoArticle), "{html}");
    }
}

#[test]
fn hostile_pages_are_survived() {
    let story = paragraphs();
    let deep = format!(
        "{}{story}{}",
        "<div>".repeat(10_000),
        "</div>".repeat(10_000)
    );
    assert!(read(&deep).text.contains("Ottilie Brine"));
    let mixed = format!("{}{story}", "<div><span><b><table><tr><td>".repeat(3_000));
    assert!(read(&mixed).text.contains("Ottilie Brine"));
    let cut = &page("", &format!("<article>{story}"))[..1_400];
    assert!(read(cut).text.contains("the Diligence"));
    let large = format!("<article>{}</article>", story.repeat(500));
    assert!(read(&large).text.len() > 400_000);
}
