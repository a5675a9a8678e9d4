//! A walk through a page by Tab alone.

use clipsheet_testkit::browser::Browser;
use serde_json::{Value, json};

/// Remembers every stop of the keyboard, and how each looks without the focus; at each key it notes where the focus is, whether
/// one can see it there, and whether something lies over it.
const WATCH: &str = r##"
const stops = "a[href], button, input, select, textarea, summary, iframe, [tabindex], [contenteditable=true]";
const group = (radio) => [...document.querySelectorAll("input[type=radio]")].filter((each) => each.name === radio.name && each.form === radio.form);
const isStop = (e) => (e.tabIndex >= 0 || e.contentEditable === "true") && !e.disabled && !e.closest("[inert]") && e.checkVisibility({ visibilityProperty: true })
  && (e.type !== "radio" || e === (group(e).find((each) => each.checked) || group(e)[0]));
const all = [...document.querySelectorAll(stops)].filter(isStop);
const look = (e) => {
  const s = getComputedStyle(e);
  const outline = s.outlineStyle !== "none" && parseFloat(s.outlineWidth) > 0 ? s.outlineStyle + s.outlineWidth + s.outlineColor : "";
  return [outline, s.boxShadow, s.backgroundColor, s.borderTopColor, s.borderBottomWidth, s.color, s.textDecorationLine, s.clipPath].join(" ");
};
document.activeElement.blur();
const before = new Map(all.map((e) => [e, look(e)]));
const covered = (e) => {
  const inView = (box) => new DOMRect(box.left, Math.max(box.top, 0), box.width, Math.min(box.bottom, innerHeight) - Math.max(box.top, 0));
  const boxes = [...e.getClientRects()].map(inView).filter((box) => box.width > 0 && box.height > 0);
  return !boxes.some((box) => [[.5, .5], [.1, .2], [.9, .2], [.1, .8], [.9, .8]].some(([x, y]) => {
    const top = document.elementFromPoint(box.left + box.width * x, box.top + box.height * y);
    return top && (top === e || e.contains(top) || top.closest("label")?.control === e);
  }));
};
const name = (e) => e.localName + (e.id ? "#" + e.id : "") + [...e.classList].map((c) => "." + c).join("")
  + " " + (e.getAttribute("aria-label") || e.textContent || e.name || "").trim().slice(0, 40);
window.walk = { all: all.map(name), seen: [], odd: all.filter((e) => e.tabIndex > 0).map(name) };
addEventListener("keydown", (event) => {
  if (event.key !== "Tab") return;
  const at = document.activeElement;
  const index = all.indexOf(at);
  if (index < 0) { walk.seen.push([at === document.body ? -1 : -2, name(at), true, false]); return; }
  walk.seen.push([index, name(at), look(at) !== before.get(at), covered(at)]);
}, true);
return all.length;
"##;

/// What is wrong with the page for somebody who has only a keyboard; the page is as it was just opened.
pub(super) fn walk(browser: &Browser) -> Vec<String> {
    let stops = browser.execute(WATCH, &[]).as_u64().unwrap();
    let stops = usize::try_from(stops).unwrap();
    let most = stops * 2 + 60;
    let mut pressed = 0;
    // Round once: until the focus has left the page, or is where it was.
    let round = "const at = walk.seen.map(([index]) => index).filter((index, n, all) => index >= 0 && index !== all[n - 1]); \
                 return new Set(at).size < at.length";
    while pressed < most && browser.execute(round, &[]) == Value::Bool(false) {
        browser.press("Tab", 20);
        pressed += 20;
    }
    let walk = browser.execute("return walk", &[]);
    judge(&walk)
}

fn judge(walk: &Value) -> Vec<String> {
    let names: Vec<&str> = texts(&walk["all"]);
    let mut wrong: Vec<String> = texts(&walk["odd"])
        .iter()
        .map(|name| format!("an order of its own: {name}"))
        .collect();
    let (mut reached, mut first, mut last) = (vec![false; names.len()], None, -1);
    for stop in walk["seen"].as_array().unwrap() {
        let (index, name) = (stop[0].as_i64().unwrap(), stop[1].as_str().unwrap());
        let Ok(at) = usize::try_from(index) else {
            continue;
        };
        if reached[at] && index == last {
            // A field of several parts, such as a date.
            continue;
        }
        if reached[at] {
            break;
        }
        reached[at] = true;
        // A page that puts the focus on what went wrong is begun there, and its top comes last.
        let begun = *first.get_or_insert(index);
        if index < last && !(index < begun && last >= begun) {
            wrong.push(format!("out of order: {name}"));
        }
        last = index;
        if stop[2] == json!(false) {
            wrong.push(format!("one does not see the focus: {name}"));
        }
        if stop[3] == json!(true) {
            wrong.push(format!(
                "something lies over it when it has the focus: {name}"
            ));
        }
    }
    let missed = names.iter().zip(&reached).filter(|(_, reached)| !**reached);
    wrong.extend(missed.map(|(name, _)| format!("Tab does not lead there: {name}")));
    wrong
}

fn texts(list: &Value) -> Vec<&str> {
    list.as_array()
        .unwrap()
        .iter()
        .map(|text| text.as_str().unwrap())
        .collect()
}
