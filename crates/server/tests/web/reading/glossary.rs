//! The glossary for readers, and how they read.

use crate::support::{Browser, Paper, Reply, on_both, on_both_starters};
use clipsheet_store::{EntryWrite, NewGlossaryChange, Role, change_glossary, list_glossary};

const ENTRIES: &str = r#"{"entries":[
  {"headword":"Harbour Board","aliases":["the Board"],"kind":"organisation","dossier":"harbour-board",
   "substitute":["Dredging Society"],"pages":[1,2],"from":"2010-01-01",
   "asides":[{"text":"keepers of the mud"},{"text":"switched off","weight":0}]},
  {"headword":"pie","kind":"term","substitute":["crust <b>of</b> the matter"]},
  {"headword":"gull","kind":"term","substitute":["winged bailiff"],"in_quotes":true},
  {"headword":"meanwhile","serial":"default"}],
 "serials":[{"name":"default","lines":["the keeper counted again."]}]}"#;

/// The number of an entry.
async fn number(paper: &Paper, headword: &str) -> i64 {
    let wanted = headword.to_owned();
    let rows = paper.app.store.read(list_glossary).await.unwrap();
    rows.iter().find(|row| row.headword == wanted).unwrap().id
}

/// Makes an entry's stored JSON be this one, or drops it.
async fn change(paper: &Paper, headword: &str, body: Option<&str>) {
    let entry = EntryWrite {
        id: Some(number(paper, headword).await),
        from: None,
        headword: headword.into(),
        body: body.map(str::to_owned),
    };
    let change = NewGlossaryChange {
        entries: vec![entry],
        ..NewGlossaryChange::default()
    };
    let now = paper.clock.now();
    let write = paper
        .app
        .store
        .write(move |tx| change_glossary(tx, &change, now));
    write.await.unwrap();
}

fn links(reply: &Reply, selector: &str) -> Vec<String> {
    let dom = reply.dom();
    let found = dom.select(selector);
    found
        .iter()
        .map(|link| link.attr_or("href", "").to_string())
        .collect()
}

fn texts(reply: &Reply, selector: &str) -> Vec<String> {
    let dom = reply.dom();
    let found = dom.select(selector);
    found
        .iter()
        .map(|one| one.text().trim().to_owned())
        .collect()
}

#[test]
fn an_editor_finds_the_way_from_an_entry_to_the_desk_and_nobody_else_sees_it() {
    on_both(async |paper| {
        paper.import(ENTRIES).await;
        let id = number(&paper, "pie").await;
        let url = format!("/glossary/{id}/pie");
        let at_the_desk = format!(".staff-bar [href='/desk/glossary/{id}']");
        for (role, words) in [
            (Role::Editor, "Edit this entry"),
            (Role::Moderator, "This entry at the desk"),
            (Role::Contributor, ""),
        ] {
            let mut member = paper.staff(&format!("The {role:?}"), role).await;
            assert_eq!(member.read(&url).await.words(&at_the_desk), words);
        }
        // The page that was kept has nothing of theirs.
        let page = paper.reader().read(&url).await;
        assert!(!page.text().contains("/desk/"), "{}", page.text());
    });
}

#[test]
fn it_reads_by_letter_by_kind_and_entry_by_entry() {
    on_both(async |paper| {
        paper.import(ENTRIES).await;
        let url = paper.print_story().await;
        let mut reader = paper.reader();
        let front = reader.read("/glossary").await;
        assert_eq!(texts(&front, ".letters a"), ["G", "H", "M", "P"]);
        assert_eq!(
            texts(&front, ".entries a"),
            ["gull", "Harbour Board", "meanwhile", "pie"]
        );
        let terms = reader.read("/glossary?kind=term").await;
        assert_eq!(texts(&terms, ".entries a"), ["gull", "pie"]);
        assert_eq!(terms.words("h1"), "Glossary: Term");
        // The letters of a kind's list are that kind's.
        let of_kind = [
            "/glossary?letter=g&kind=term",
            "/glossary?letter=p&kind=term",
        ];
        assert_eq!(links(&terms, ".letters a"), of_kind);
        assert_eq!(
            texts(&reader.read(of_kind[0]).await, ".entries a"),
            ["gull"]
        );
        let letter = reader.read("/glossary?letter=H").await;
        assert_eq!(letter.words(".letters [aria-current]"), "H");
        let entry = links(&letter, ".entries a");
        let id = number(&paper, "Harbour Board").await;
        assert_eq!(entry, [format!("/glossary/{id}/harbour-board")]);

        let page = reader.read(&entry[0]).await;
        let words = page.words(".entry");
        for said in [
            "also: the Board",
            "in print since 7 July 2014",
            "Dredging Society",
            "printed in 1 article, the last on 7 July 2014",
            "keepers of the mud",
            "Only on Page 1 (Front), Page 2 (Harbour).",
            "In editions from 1 January 2010 on.",
            "Fog Horn Lost",
        ] {
            assert!(words.contains(said), "{said} is not in: {words}");
        }
        assert!(!words.contains("switched off"), "{words}");
        assert_eq!(links(&page, ".stood a"), [url.as_str()]);
        assert_eq!(links(&page, ".kicker a")[1], "/glossary?kind=organisation");
        let pie = format!("/glossary/{}/pie", number(&paper, "pie").await);
        let markup = reader.read(&pie).await;
        assert_eq!(markup.words(".house"), "crust <b>of</b> the matter");
        let gull = number(&paper, "gull").await;
        let gull = reader.read(&format!("/glossary/{gull}")).await;
        assert!(gull.words(".entry").contains("not printed yet"));
        assert!(gull.words(".limits").contains("quoted"));
        let canonical = links(&gull, "link[rel=canonical]");
        assert!(canonical[0].ends_with("/gull"), "{canonical:?}");

        // What is not there, and what has moved.
        let wrong = reader.ask(&format!("/glossary/{id}/harbor-bored")).await;
        assert_eq!((wrong.status, wrong.location()), (301, entry[0].as_str()));
        for path in [
            "/glossary/999",
            "/glossary/x",
            "/glossary/-1/x",
            "/glossary?letter=q",
            "/glossary?kind=song",
        ] {
            reader.refused(path, 404).await;
        }
        let part = reader.ask("/glossary?kind=term&part=7").await;
        assert_eq!((part.status, part.location()), (301, "/glossary?kind=term"));
        reader.read("/glossary/how").await;
        assert!(reader.cookies.is_empty(), "reading sets no cookie");
    });
}

#[test]
fn a_change_of_the_glossary_shows_at_once_and_what_rests_is_not_shown_as_live() {
    on_both(async |paper| {
        paper.import(ENTRIES).await;
        let url = paper.print_story().await;
        let mut reader = paper.reader();
        let id = number(&paper, "Harbour Board").await;
        let page = format!("/glossary/{id}");
        let before = reader.read(&url).await;
        for (body, said) in [
            (
                r#"{"headword":"Harbour Board","gone":true,"dossier":"harbour-board","asides":[{"text":"a joke"}]}"#,
                "no longer used",
            ),
            (
                r#"{"headword":"Harbour Board","held":true,"asides":[{"text":"a joke"}]}"#,
                "not used meanwhile",
            ),
            (r#"{"headword":""}"#, "not used meanwhile"),
            ("{broken", "not used meanwhile"),
        ] {
            change(&paper, "Harbour Board", Some(body)).await;
            let entry = reader.read(&page).await;
            let words = entry.words("main");
            assert!(words.contains(said), "{body}: {words}");
            assert!(
                !words.contains("a joke") && !words.contains("mud"),
                "{words}"
            );
            assert_eq!(entry.dom().select("meta[name=robots]").length(), 1);
            let listed = texts(&reader.read("/glossary").await, ".entries a");
            assert!(!listed.contains(&"Harbour Board".to_owned()), "{listed:?}");
        }
        // The engine sets an entry aside whose form is another's already.
        let twice = r#"{"headword":"pie","asides":[{"text":"a joke"}]}"#;
        change(&paper, "gull", Some(twice)).await;
        let gull = number(&paper, "gull").await;
        let words = reader
            .read(&format!("/glossary/{gull}"))
            .await
            .words("main");
        assert!(
            words.contains("not used meanwhile") && !words.contains("a joke"),
            "{words}"
        );
        let better = r#"{"headword":"Harbour Board","substitute":["Mud Club"]}"#;
        change(&paper, "Harbour Board", Some(better)).await;
        assert_eq!(reader.read(&page).await.words(".house"), "Mud Club");
        change(&paper, "Harbour Board", None).await;
        let gone = reader.refused(&page, 410).await;
        assert!(!gone.words("main").contains("Mud Club"));
        assert_eq!(
            reader.read(&url).await.body,
            before.body,
            "what was printed stays"
        );
    });
}

#[test]
fn what_is_held_and_was_never_printed_is_nobodys_business_and_a_mention_is_no_print() {
    on_both(async |paper| {
        paper
            .import(
                r#"{"entries":[{"headword":"Harbour Board","dossier":"harbour-board"},
                {"headword":"secret plan","held":true,"substitute":["picnic"]}]}"#,
            )
            .await;
        paper.print_story().await;
        let mut reader = paper.reader();
        let plan = number(&paper, "secret plan").await;
        for path in [
            format!("/glossary/{plan}"),
            format!("/glossary/{plan}/secret-plan"),
            // Not moved: the address would tell its name.
            format!("/glossary/{plan}/x"),
        ] {
            let page = reader.refused(&path, 404).await;
            assert!(!page.text().contains("secret plan"), "{}", page.text());
        }
        let board = number(&paper, "Harbour Board").await;
        let page = reader.read(&format!("/glossary/{board}")).await;
        let words = page.words(".entry");
        assert!(words.contains("not printed yet"), "{words}");
        let plan = r#"{"headword":"secret plan","substitute":["picnic"]}"#;
        change(&paper, "secret plan", Some(plan)).await;
        let id = number(&paper, "secret plan").await;
        reader.read(&format!("/glossary/{id}/secret-plan")).await;
    });
}

#[test]
fn ten_thousand_entries_are_read_a_part_at_a_time() {
    on_both(async |paper| {
        let entries: Vec<String> = (0..10_000)
            .map(|n| {
                format!(
                    r#"{{"headword":"{}word{n:05}","kind":"{}","substitute":["w{n}"]}}"#,
                    char::from(b'a' + u8::try_from(n % 4).unwrap()),
                    if n < 9_000 { "term" } else { "person" }
                )
            })
            .collect();
        paper
            .import(&format!(r#"{{"entries":[{}]}}"#, entries.join(",")))
            .await;
        let mut reader = paper.reader();
        let front = reader.read("/glossary").await;
        assert!(front.words(".meta").contains("10,000 entries"));
        assert_eq!(texts(&front, ".letters a"), ["A", "B", "C", "D"]);
        assert!(
            texts(&front, ".entries a").is_empty(),
            "a letter is chosen first"
        );
        let mut seen = Vec::new();
        let mut next = Some("/glossary?letter=b".to_owned());
        while let Some(path) = next {
            let part = reader.read(&path).await;
            assert!(
                part.body.len() < 60_000,
                "{path}: {} bytes",
                part.body.len()
            );
            seen.extend(texts(&part, ".entries a"));
            next = links(&part, ".turn a[rel=next]").pop();
        }
        assert_eq!(seen.len(), 2_500);
        assert!(seen.is_sorted() && seen[0] == "bword00001");
    });
}

#[test]
fn everything_of_the_houses_can_be_asked_why() {
    on_both_starters(async |paper| {
        let mut reader = paper.reader();
        let mut asked = 0;
        for article in 1..=30 {
            let url = reader
                .ask(&format!("/article/{article}"))
                .await
                .location()
                .to_owned();
            let page = reader.read(&url).await;
            let dom = page.dom();
            let text = dom.select("#text");
            let marks = text
                .select(".gloss-sub, .gloss-aside, .gloss-serial")
                .length();
            let whys = text.select("a.gloss-why");
            assert_eq!(whys.length(), marks, "{url}");
            assert_eq!(
                text.select(".gloss-aside").length(),
                text.select("input.gloss-fold").length()
            );
            for why in whys.iter() {
                assert!(why.attr_or("aria-label", "").starts_with("Why? "));
                assert!(why.text().is_empty(), "{url}: the words are the record's");
            }
            asked += marks;
            let mut addresses = links(&page, "a.gloss-why");
            addresses.dedup();
            for address in addresses {
                let entry = reader.read(&address).await;
                assert!(entry.words(".entry").contains(", the last on"), "{address}");
            }
            let plain = reader.read(&format!("{url}?mode=plain")).await;
            assert_eq!(plain.dom().select(".gloss-why, .gloss-fold").length(), 0);
        }
        assert!(asked > 100, "{asked}");
    });
}

fn mode(reply: &Reply) -> String {
    reply.words(".modes [aria-current]")
}

/// Presses a button of the form above an article, as a browser without scripts does, and goes where it leads.
async fn press(reader: &mut Browser, from: &Reply, name: &str, value: &str) -> Reply {
    let dom = from.dom();
    let button = dom.select(&format!(
        "form[action='/reading'] button[name={name}][value={value}]"
    ));
    assert_eq!(button.length(), 1, "a button {name}={value}");
    let back = dom
        .select("form[action='/reading'] [name=back]")
        .attr_or("value", "")
        .to_string();
    let sent = reader
        .post("/reading", &[("back", &back), (name, value)])
        .await;
    assert_eq!(sent.status, 303, "{}", sent.text());
    let to = sent.location().to_owned();
    reader.read(to.split('#').next().unwrap()).await
}

#[test]
fn a_reader_is_remembered_only_when_asked_to_and_can_be_forgotten() {
    on_both(async |paper| {
        paper.import(ENTRIES).await;
        let url = paper.print_story().await;
        let (mut reader, mut stranger) = (paper.reader(), paper.reader());
        let printed = reader.read(&url).await;
        assert_eq!(
            printed
                .dom()
                .select("button[name=mode], button[name=forget]")
                .length(),
            0
        );
        let plain_url = format!("{url}?mode=plain");
        let plain = reader.read(&plain_url).await;
        assert!(reader.cookies.is_empty(), "looking sets no cookie");

        press(&mut reader, &plain, "mode", "plain").await;
        assert_eq!(reader.cookies["reading"], "plain");
        let page = reader.read(&url).await;
        assert_eq!(mode(&page), "Plain");
        assert_eq!(
            links(&page, "link[rel=canonical]"),
            [format!("https://tide.example{url}")]
        );
        // The usual address is the reader's own way; the others say what they are.
        let ways = links(&page, ".modes a");
        assert_eq!(
            ways[..3],
            [
                format!("{url}?mode=printed"),
                url.clone(),
                format!("{url}?mode=today")
            ]
        );
        let by_address = reader.read(&ways[0]).await;
        assert_eq!(mode(&by_address), "As printed");
        assert_eq!(links(&by_address, ".modes a")[..3], ways[..3]);
        let flip = links(&by_address, ".comments header .meta a");
        assert!(
            flip.iter()
                .all(|link| !link.contains("oldest") || link.contains("mode=printed")),
            "{flip:?}"
        );
        let short = reader
            .ask(&format!("/article/{}?mode=printed", Paper::id_of(&url)))
            .await;
        assert_eq!(short.location(), ways[0]);
        // A move is remembered by browsers and caches: what was chosen once has no part in it.
        let number = format!("/article/{}", Paper::id_of(&url));
        for (path, to) in [
            (number.clone(), url.clone()),
            (format!("{number}/old-name"), url.clone()),
            (format!("{number}/old-name?mode=plain"), plain_url.clone()),
            (format!("{number}/old-name?mode=printed"), ways[0].clone()),
        ] {
            let moved = reader.ask(&path).await;
            assert_eq!(
                (moved.status, moved.location()),
                (301, to.as_str()),
                "{path}"
            );
        }
        // Nobody else is touched by it.
        assert_eq!(stranger.read(&url).await.body, printed.body);
        assert_eq!(stranger.read(&plain_url).await.body, plain.body);

        let folded = press(&mut reader, &by_address, "asides", "folded").await;
        assert_eq!(reader.cookies["reading"], "plain.folded");
        assert_eq!(mode(&folded), "As printed", "back where the reader was");
        assert_eq!(folded.dom().select(".text.folded .gloss-aside").length(), 1);
        assert_eq!(mode(&reader.read(&url).await), "Plain");
        let how = reader.read("/glossary/how").await;
        assert!(
            how.words(".choose")
                .contains("Now: plain, with the notes folded.")
        );
        let today = press(&mut reader, &how, "mode", "today").await;
        assert!(today.words(".choose [aria-pressed=true]").contains("today"));
        assert_eq!(mode(&reader.read(&url).await), "With today’s glossary");
        let open = press(&mut reader, &folded, "asides", "open").await;
        assert_eq!(open.dom().select(".text.folded").length(), 0);

        let last = reader.read(&url).await;
        press(&mut reader, &last, "forget", "yes").await;
        assert_eq!(reader.cookies["reading"], "");
        assert_eq!(reader.read(&url).await.body, printed.body);
    });
}

#[test]
fn nonsense_and_other_sites_change_nothing() {
    on_both(async |paper| {
        let mut reader = paper.reader();
        for fields in [[("mode", "upside-down")], [("asides", "torn")]] {
            let reply = reader.post("/reading", &fields).await;
            assert_eq!(reply.status, 400);
            assert!(reply.words("main").contains(fields[0].1));
        }
        let away = reader
            .post(
                "/reading",
                &[("mode", "plain"), ("back", "https://evil.example/")],
            )
            .await;
        assert_eq!(away.location(), "/glossary/how");
        reader.cookies.clear();
        let request = axum::http::Request::post("/reading")
            .header("content-type", "application/x-www-form-urlencoded")
            .header("sec-fetch-site", "cross-site")
            .body("mode=plain".into())
            .unwrap();
        assert_eq!(reader.send(request).await.status, 403);
        reader.cookies.insert("reading".into(), "%%nonsense".into());
        paper.import(ENTRIES).await;
        let url = paper.print_story().await;
        assert_eq!(mode(&reader.read(&url).await), "As printed");
    });
}

#[test]
fn feeds_carry_the_same_marks_in_words() {
    on_both(async |paper| {
        paper.import(ENTRIES).await;
        paper.print_story().await;
        let mut reader = paper.reader();
        let json: serde_json::Value =
            serde_json::from_str(&reader.ask("/feed.json").await.text()).unwrap();
        let html = json["items"][0]["content_html"].as_str().unwrap();
        let id = number(&paper, "Harbour Board").await;
        let entry = format!("<a href=\"https://tide.example/glossary/{id}\">");
        assert!(
            html.contains(&format!(
                "Dredging Society <small>[{entry}originally</a>: Harbour Board]</small>"
            )),
            "{html}"
        );
        assert!(
            html.contains(&format!(
                "<em>[{entry}our note</a>: keepers of the mud]</em>"
            )),
            "{html}"
        );
        assert!(
            html.contains("our story</a>: the keeper counted again.]</i>"),
            "{html}"
        );
        for styled in ["gloss-", "class=", "data-", "role=", "<input"] {
            assert!(!html.contains(styled), "{styled} in {html}");
        }
        let atom = reader.ask("/feed.xml").await.text();
        let atom = roxmltree::Document::parse(&atom).unwrap();
        let content = atom
            .descendants()
            .find(|node| node.has_tag_name(("http://www.w3.org/2005/Atom", "content")));
        assert_eq!(
            content.unwrap().text(),
            Some(html),
            "both formats say the same"
        );
    });
}

#[test]
fn the_desk_reads_as_readers_do() {
    on_both(async |paper| {
        paper.import(ENTRIES).await;
        let url = paper.print_story().await;
        let mut pennick = paper.staff("Pennick", Role::Editor).await;
        pennick.cookies.insert("reading".into(), "plain".into());
        assert_eq!(mode(&pennick.read(&url).await), "Plain");
    });
}
