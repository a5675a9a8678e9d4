//! The browser opens pages, types, and tells what it has seen.

use clipsheet_testkit::browser::{Browser, Options};
use serde_json::json;

/// A page of the test's own, without a server.
fn page(body: &str) -> String {
    let html = format!(
        "<!doctype html><html lang=en><meta charset=utf-8><meta name=viewport \
         content='width=device-width'><title>Harbour</title><main><h1>Harbour</h1>{body}</main></html>"
    );
    let encoded: String = html.bytes().map(|byte| format!("%{byte:02X}")).collect();
    format!("data:text/html;charset=utf-8,{encoded}")
}

#[test]
fn reads_types_and_presses_keys() {
    let browser = Browser::start(&Options::desktop());
    browser.goto(&page(
        "<p class=x data-n=1>one <b>gull</b></p><p class=x>two</p><label>Text <textarea></textarea></label>
         <script>document.addEventListener('keydown', (event) => {
           if (event.ctrlKey && event.key == 'b') document.title = 'bold';
         })</script>",
    ));
    assert_eq!(browser.title(), "Harbour");
    assert_eq!(browser.text(".x"), "one gull");
    assert_eq!(browser.texts(".x"), ["one gull", "two"]);
    assert_eq!(browser.count(".y"), 0);
    assert_eq!(browser.attr(".x", "data-n").unwrap(), "1");
    assert_eq!(browser.attr(".x", "data-m"), None);
    browser.type_text("textarea", "mud and gulls");
    browser.select_text("textarea", 4, 7);
    browser.keys("Delete");
    assert_eq!(browser.value("textarea"), "mud  gulls");
    assert_eq!(browser.focused(), "textarea");
    browser.keys("Control+b");
    browser.wait_until("the shortcut has worked", |browser| {
        browser.title() == "bold"
    });
    browser.fill("textarea", "new");
    assert_eq!(browser.value("textarea"), "new");
    assert_eq!(browser.execute("return arguments[0] + 1", &[json!(41)]), 42);
}

#[test]
fn colours_size_and_motion_are_the_reader_s() {
    const QUESTION: &str = "return [innerWidth, innerHeight, \
        matchMedia('(prefers-color-scheme: dark)').matches, \
        matchMedia('(prefers-reduced-motion: reduce)').matches, \
        matchMedia('(pointer: coarse)').matches]";
    for options in [
        Options::desktop(),
        Options {
            dark: true,
            reduced_motion: true,
            ..Options::phone()
        },
    ] {
        let browser = Browser::start(&options);
        for _ in 0..2 {
            browser.goto(&page("<p>hello"));
            assert_eq!(
                browser.execute(QUESTION, &[]),
                json!([
                    options.width,
                    options.height,
                    options.dark,
                    options.reduced_motion,
                    options.phone
                ])
            );
        }
    }
}

#[test]
fn a_finger_and_a_mouse_are_told_apart() {
    let browser = Browser::start(&Options::phone());
    browser.goto(&page(
        "<div style='height: 3000px'></div><button>Tap</button>
         <script>document.querySelector('button').addEventListener('pointerup', (event) => {
           document.title = event.pointerType;
         })</script>",
    ));
    browser.tap("button");
    browser.wait_until("the tap is seen", |browser| browser.title() == "touch");
}

#[test]
fn without_scripts_pages_stay_still_and_the_test_still_works() {
    let options = Options {
        javascript: false,
        ..Options::desktop()
    };
    let browser = Browser::start(&options);
    browser.goto(&page(
        "<noscript><p id=still>still</p></noscript><label>Nic <input value=gull></label>
         <script>document.title = 'scripts'</script><details><summary>More</summary>mud</details>",
    ));
    assert_eq!(browser.title(), "Harbour");
    // The driver takes the text right under a <noscript> for invisible, whether it is or not.
    assert_eq!(browser.text("#still"), "still");
    assert_eq!(browser.execute("return document.title", &[]), "Harbour");
    browser.fill("input", "tern");
    assert_eq!(browser.value("input"), "tern");
    browser.click("summary");
    assert_eq!(browser.text("details"), "More\nmud");
    assert_eq!(browser.sideways_overflow(), 0);
    assert!(browser.axe().is_empty());
}

#[test]
fn screenshots_show_the_viewport_or_the_whole_page() {
    let browser = Browser::start(&Options::phone());
    browser.goto(&page("<p style='height: 2000px; margin: 0'>long"));
    let size = |png: &[u8]| {
        assert_eq!(&png[1..4], b"PNG");
        let number = |at: usize| u32::from_be_bytes(png[at..at + 4].try_into().unwrap());
        (number(16), number(20))
    };
    assert_eq!(size(&browser.screenshot()), (390, 844));
    let (width, height) = size(&browser.full_screenshot());
    assert_eq!(width, 390);
    assert!(height > 2000, "{height}");
    assert_eq!(browser.sideways_overflow(), 0);
    browser.goto(&page("<p style='width: 500px'>wide"));
    assert!(browser.sideways_overflow() > 0);
}

#[test]
fn requests_and_errors_are_remembered() {
    let browser = Browser::start(&Options::desktop());
    // Nobody listens on port 9: the request fails, but it was made.
    let url = page("<img alt='' src='http://127.0.0.1:9/gull.png'><script>nonsense()</script>");
    browser.goto(&url);
    for _ in 0..2 {
        assert_eq!(
            browser.foreign_requests("http://127.0.0.1:99"),
            ["http://127.0.0.1:9/gull.png"]
        );
        assert!(browser.foreign_requests("http://127.0.0.1:9").is_empty());
        let errors = browser.console_errors();
        assert!(
            errors.iter().any(|each| each.contains("nonsense")),
            "{errors:?}"
        );
    }
    assert_eq!(browser.requests()[0], url);
}

#[test]
fn axe_finds_what_is_wrong_and_only_that() {
    let browser = Browser::start(&Options::desktop());
    browser.goto(&page("<p>All is well."));
    browser.assert_accessible();
    browser.goto(&page("<p style='color: #ccc'>faint</p><img src='data:,'>"));
    let violations = browser.axe();
    let mut rules: Vec<&str> = violations.iter().map(|each| each.rule.as_str()).collect();
    rules.sort_unstable();
    assert_eq!(rules, ["color-contrast", "image-alt"]);
    let text = violations[0].to_string();
    assert!(
        text.contains("color-contrast (serious)") && text.contains("at p"),
        "{text}"
    );
}
