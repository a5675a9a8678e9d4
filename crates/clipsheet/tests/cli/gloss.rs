//! `gloss apply`, `check`, `import` and `export`.

use crate::support::Desk;
use serde_json::Value;

const GLOSSARY: &str = r#"{"entries":[
  {"headword":"Harbour Board","aliases":["Harbor Board"],"substitute":["the Dredging Society"]},
  {"headword":"Möwe","asides":[{"text":"eine davon"}]},
  {"headword":"meanwhile","serial":"default"}],
 "serials":[{"name":"default","lines":["the keeper counted the gulls again."]}]}"#;

const ARTICLE: &str = "<p>Grüße: die Möwe 🐦 &amp; the Harbour Board met. Meanwhile it rained.</p>";

#[test]
fn apply_gives_html_or_the_matches_in_bytes_of_the_input() {
    let desk = Desk::new();
    desk.file("g.json", GLOSSARY);
    desk.file("a.html", ARTICLE);
    let html = desk
        .call(&["gloss", "apply", "--glossary", "g.json", "a.html"])
        .done();
    for part in [
        "class=\"gloss-sub\"",
        "data-original=\"Harbour Board\"",
        "gloss-aside",
        "eine davon",
        "gloss-serial",
        "counted the gulls",
    ] {
        assert!(html.contains(part), "{part} is not in: {html}");
    }
    let from_input = desk
        .call_with(
            &["gloss", "apply", "--glossary", "g.json"],
            ARTICLE.as_bytes(),
        )
        .done();
    assert_eq!(from_input, html);
    let plain = desk
        .call(&[
            "gloss",
            "apply",
            "--glossary",
            "g.json",
            "--mode",
            "plain",
            "a.html",
        ])
        .done();
    assert_eq!(plain, ARTICLE);

    let json = desk
        .call(&[
            "gloss",
            "apply",
            "--glossary",
            "g.json",
            "--format",
            "json",
            "a.html",
        ])
        .done();
    let matches: Vec<Value> = serde_json::from_str(&json).unwrap();
    assert_eq!(matches.len(), 3, "{json}");
    let mut entries = Vec::new();
    for found in &matches {
        let at = |name: &str| usize::try_from(found[name].as_u64().unwrap()).unwrap();
        assert_eq!(
            &ARTICLE[at("start")..at("end")],
            found["text"].as_str().unwrap()
        );
        assert!(
            found.get("effect").is_some() && found.get("variant").is_some(),
            "{found}"
        );
        entries.push(found["entry"].as_str().unwrap());
    }
    assert_eq!(entries, ["Möwe", "Harbour Board", "meanwhile"]);
    // The same again is the same again.
    assert_eq!(
        desk.call(&["gloss", "apply", "--glossary", "g.json", "a.html"])
            .done(),
        html
    );
}

#[test]
fn what_cannot_be_read_is_named_with_its_place() {
    let desk = Desk::new();
    desk.file(
        "broken.json",
        "{\"entries\": [\n  {\"headword\": \"Gull\",}\n]}\n",
    );
    desk.file("empty.json", "");
    desk.file("binary.json", b"\x7fELF\0\0\xff");
    desk.file("number.json", "7");
    desk.file("a.html", ARTICLE);
    for (file, words) in [
        ("broken.json", "line 2"),
        ("empty.json", "empty.json"),
        ("binary.json", "not in UTF-8"),
        ("number.json", "not a glossary file"),
        ("missing.json", "cannot read missing.json"),
    ] {
        desk.call(&["gloss", "check", file])
            .failed(1, &["clipsheet: ", file, words]);
        desk.call(&["gloss", "import", file])
            .failed(1, &[file, words]);
        desk.call(&["gloss", "apply", "--glossary", file, "a.html"])
            .failed(1, &[file, words]);
    }
    desk.file("g.json", GLOSSARY);
    desk.file("latin.html", b"<p>M\xf6we</p>");
    desk.call(&["gloss", "apply", "--glossary", "g.json", "latin.html"])
        .failed(1, &["latin.html", "UTF-8"]);
    desk.call(&["gloss", "apply", "--glossary", "g.json", "missing.html"])
        .failed(1, &["cannot read missing.html"]);
}

#[test]
fn check_names_each_entry_that_cannot_be_used() {
    let desk = Desk::new();
    desk.file("good.json", GLOSSARY);
    let good = desk.call(&["gloss", "check", "good.json"]);
    assert_eq!((good.code, good.out.as_str()), (0, ""));
    assert!(good.err.contains("3 of 3 entries"), "{}", good.err);
    let entry = |headword: &str| format!(r#"{{"headword":"{headword}","substitute":["x y"]}}"#);
    desk.file(
        "warned.json",
        format!(
            r#"{{"entries":[{},{},{}]}}"#,
            entry("the"),
            entry("x"),
            entry("tern")
        ),
    );
    let warned = desk.call(&["gloss", "check", "warned.json"]);
    assert_eq!(warned.code, 0, "{}", warned.out);
    assert!(
        warned.out.contains("\"the\"")
            && warned.out.contains("\"x\"")
            && !warned.out.contains("tern"),
        "{}",
        warned.out
    );
    desk.file(
        "bad.json",
        format!(
            r#"{{"entries":[{},{},{}]}}"#,
            entry("Gull"),
            entry(""),
            entry("Gull")
        ),
    );
    let bad = desk.call(&["gloss", "check", "bad.json"]);
    assert_eq!(bad.code, 1);
    assert!(
        bad.out.contains("entry 2") && bad.out.contains("entry 3"),
        "{}",
        bad.out
    );
    assert!(bad.err.contains("1 of 3 entries"), "{}", bad.err);
    desk.file(
        "idle.json",
        r#"{"entries":[{"headword":"Gull","serial":"nowhere"}]}"#,
    );
    let idle = desk.call(&["gloss", "check", "idle.json"]);
    assert_eq!(idle.code, 1, "{idle:?}");
    assert!(idle.err.contains("0 of 1 entry"), "{idle:?}");
    desk.file(
        "held.json",
        r#"{"entries":[{"headword":"Gull","dossier":"x","held":true}]}"#,
    );
    let held = desk.call(&["gloss", "check", "held.json"]);
    assert_eq!(held.code, 0, "{held:?}");
    assert!(
        held.err.contains("0 of 1 entry can be used. 1 is held"),
        "{held:?}"
    );
    // What cannot even be read counts, too; a serial is no entry.
    desk.file(
        "unreadable.json",
        format!(
            r#"{{"entries":[{},7,{{"headword":"Tern","aliases":7}}],"serials":[7]}}"#,
            entry("Gull")
        ),
    );
    let unreadable = desk.call(&["gloss", "check", "unreadable.json"]);
    assert_eq!(unreadable.code, 1);
    assert!(unreadable.err.contains("1 of 3 entries"), "{unreadable:?}");
    // Such a file still prints what can be printed.
    let html = desk
        .call_with(
            &["gloss", "apply", "--glossary", "bad.json"],
            b"<p>A Gull.</p>",
        )
        .done();
    assert!(html.contains("gloss-sub"), "{html}");
}

#[test]
fn what_was_imported_is_exported() {
    let desk = Desk::new();
    desk.file("g.json", GLOSSARY);
    assert_eq!(
        desk.call(&["gloss", "import", "g.json"]).done(),
        "3 added, 0 changed, 0 dropped\n"
    );
    let exported = desk.call(&["gloss", "export"]).done();
    desk.file("again.json", &exported);
    assert_eq!(
        desk.call(&["gloss", "import", "again.json"]).done(),
        "0 added, 0 changed, 0 dropped, 3 as they are already\n"
    );
    assert_eq!(desk.call(&["gloss", "export"]).done(), exported);
    desk.file("a.html", ARTICLE);
    let apply = |file: &str| {
        desk.call(&["gloss", "apply", "--glossary", file, "a.html"])
            .done()
    };
    assert_eq!(apply("g.json"), apply("again.json"));
    desk.file(
        "less.json",
        GLOSSARY.replace("Dredging", "Digging").replace(
            r#"{"headword":"Möwe","asides":[{"text":"eine davon"}]},"#,
            "",
        ),
    );
    assert_eq!(
        desk.call(&["gloss", "import", "less.json"]).done(),
        "0 added, 1 changed, 1 dropped, 1 as they are already\n"
    );
    // A file that cannot be read changes nothing.
    let before = desk.call(&["gloss", "export"]).done();
    desk.file("broken.json", "{");
    desk.call(&["gloss", "import", "broken.json"])
        .failed(1, &["broken.json"]);
    assert_eq!(desk.call(&["gloss", "export"]).done(), before);
}

#[test]
fn articles_are_printed_anew_by_the_command_line() {
    let desk = Desk::new();
    desk.file("g.json", GLOSSARY);
    desk.call(&["gloss", "import", "g.json"]).done();
    for (arguments, words) in [
        (vec!["--article", "4711"], vec!["no article 4711"]),
        (vec!["--edition", "yesterday"], vec!["is no date"]),
        (
            vec!["--entry", "Harbor Bord"],
            vec!["no entry `Harbor Bord`"],
        ),
        (vec!["--words", " "], vec!["a word or a few"]),
    ] {
        let all = [vec!["gloss", "reprint"], arguments].concat();
        desk.call(&all).failed(1, &words);
    }
    desk.call(&["gloss", "reprint"]).failed(2, &["--all"]);
    let page = format!(
        "<html><head><title>Board Met</title></head><body><article><h1>Board Met</h1>{}</article></body></html>",
        "<p>The Harbour Board met on Monday and counted the mud twice, since it had miscounted on Sunday, and on Saturday. \
         It was found to be the same mud, and was put back where it had been found by those who had found it.</p>"
            .repeat(3)
    );
    desk.file("page.html", page);
    desk.call(&[
        "clip",
        "page.html",
        "--publish",
        "--url",
        "https://post.example/board",
    ])
    .done();
    desk.file("g.json", GLOSSARY.replace("Dredging", "Mud"));
    desk.call(&["gloss", "import", "g.json"]).done();
    for scope in [
        vec!["--article", "1"],
        vec!["--entry", "harbour board"],
        vec!["--words", "counted the mud"],
        vec!["--all"],
    ] {
        let all = [vec!["gloss", "reprint"], scope.clone()].concat();
        let out = desk.call(&all).done();
        let changed = if scope[0] == "--article" { 1 } else { 0 };
        assert_eq!(out, format!("1 article, {changed} changed\n"), "{scope:?}");
    }
}

#[test]
fn a_spreadsheet_goes_out_and_in() {
    let desk = Desk::new();
    desk.file("g.json", GLOSSARY);
    desk.call(&["gloss", "import", "g.json"]).done();
    let table = desk.call(&["gloss", "export", "--csv"]).done();
    assert!(table.starts_with("headword,aliases,"), "{table}");
    desk.file("same.csv", &table);
    assert_eq!(
        desk.call(&["gloss", "import", "same.csv"]).done(),
        "0 added, 0 changed, 0 dropped, 3 as they are already\n"
    );
    desk.file("kinds.csv", "headword;kind\nTern;bird\n");
    let before = desk.call(&["gloss", "export"]).done();
    let told = desk.call(&["gloss", "import", "kinds.csv", "--dry-run"]);
    assert_eq!(told.out, "1 added, 0 changed, 3 dropped\n");
    assert_eq!(desk.call(&["gloss", "export"]).done(), before);
    assert_eq!(
        desk.call(&["gloss", "import", "kinds.csv", "--add"]).done(),
        "1 added, 0 changed, 0 dropped\n"
    );
    // A picture that the paper does not have is told of.
    let picture = "headword;aside_images;asides\neel;/media/none.png;a rope\n";
    desk.file("picture.csv", picture);
    let told = desk.call(&["gloss", "import", "picture.csv", "--add", "--dry-run"]);
    let words = "“eel”: The paper has no picture “/media/none.png”";
    assert!(told.err.contains(words), "{told:?}");
    // It is checked and tried like JSON.
    desk.file(
        "two.csv",
        "headword;substitute;colour\nTern;small bailiff;\n;x;\nthe Tern;y;\nTern;z;\n",
    );
    let checked = desk.call(&["gloss", "check", "two.csv"]);
    assert_eq!(checked.code, 1, "{checked:?}");
    for words in ["colour", "line 3: It has no headword", "line 5 (\"Tern\")"] {
        assert!(checked.out.contains(words), "{words}: {}", checked.out);
    }
    assert!(checked.err.contains("2 of 4 entries"), "{checked:?}");
    let apply = ["gloss", "apply", "--glossary", "two.csv"];
    let html = desk.call_with(&apply, b"<p>A Tern.</p>").done();
    assert!(html.contains("small bailiff"), "{html}");
    // What is imported and does nothing is told at the end.
    desk.file(
        "clash.csv",
        "headword,aliases,substitute\nSkua,Harbor Board,x\n",
    );
    let told = desk.call(&["gloss", "import", "clash.csv", "--add"]);
    assert_eq!(
        (told.code, told.out.as_str()),
        (0, "1 added, 0 changed, 0 dropped\n")
    );
    let words = "1 entry is set aside, wholly or in part";
    assert!(
        told.err.contains(words) && told.err.contains("above): \"Skua\""),
        "{}",
        told.err
    );
    // A row that makes no sense is named by its line, and nothing is done.
    desk.file("bad.csv", "headword,inflect\nTern,yes\nGull,perhaps\n");
    let before = desk.call(&["gloss", "export"]).done();
    desk.call(&["gloss", "import", "bad.csv", "--add"])
        .failed(1, &["line 3", "yes or no", "nothing was imported"]);
    // A dry run fails where the import would, and says what it found.
    let told = desk.call(&["gloss", "import", "bad.csv", "--add", "--dry-run"]);
    let (out, wants) = (
        told.out.as_str(),
        "0 added, 0 changed, 0 dropped, 1 as they are already, 1 refused\n",
    );
    assert_eq!((told.code, out), (1, wants), "{}", told.err);
    assert!(told.err.contains("line 3") && told.err.contains("nothing would be imported"));
    let skips = [
        "gloss",
        "import",
        "bad.csv",
        "--add",
        "--dry-run",
        "--skip-broken",
    ];
    assert_eq!(desk.call(&skips).code, 0);
    // So with a mark that nothing closes, a cell too many, and JSON.
    for (file, text, words) in [
        (
            "open.csv",
            "headword,kind\nTern,bird\n\"Gull,bird\nSkua,bird\n",
            "in line 3",
        ),
        ("wide.csv", "headword,kind\nTern,bird,or so\n", "line 2"),
        (
            "entry.json",
            "[{\"headword\": \"Tern\"},\n\n{\"headword\": 7}]",
            "entry 2, line 3",
        ),
        (
            "serial.json",
            "{\"entries\": [], \"serials\": [{}]}",
            "Serial 1",
        ),
    ] {
        desk.file(file, text);
        for command in [vec!["check", file], vec!["import", file, "--dry-run"]] {
            let told = desk.call(&[vec!["gloss"], command].concat());
            assert_eq!(told.code, 1, "{file}: {told:?}");
            let all = format!("{}{}", told.out, told.err);
            assert!(all.contains(words), "{file}: {all}");
        }
    }
    assert_eq!(desk.call(&["gloss", "export"]).done(), before);
}

#[test]
fn a_table_that_was_exported_is_checked_without_a_word() {
    let desk = Desk::new();
    desk.file(
        "g.json",
        r#"{"entries":[{"headword":"fog","serial":"default"}],"serials":[{"name":"default","lines":["one"]}]}"#,
    );
    desk.call(&["gloss", "import", "g.json"]).done();
    let table = desk.call(&["gloss", "export", "--csv"]).done();
    desk.file("g.csv", table);
    let checked = desk.call(&["gloss", "check", "g.csv"]);
    assert_eq!((checked.code, checked.out.as_str()), (0, ""));
    // A file in another encoding is refused, and nothing of the paper's is spoilt.
    desk.file("latin.json", b"{\"entries\":[{\"headword\":\"M\xf6we\"}]}");
    desk.call(&["gloss", "import", "latin.json"])
        .failed(1, &["not in UTF-8"]);
    assert!(desk.call(&["gloss", "export"]).done().contains("fog"));
}
