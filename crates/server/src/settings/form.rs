//! The settings page's fields: one table for showing, checking and saving.

use super::{ConfigFile, Settings, SiteLink};
use crate::calendar::Calendar;
use crate::views;
use clipsheet_markup::slug;
use std::collections::BTreeMap;

/// What the settings page sent: the plain fields, and the rows of pages and areas.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct SettingsForm {
    /// Plain fields by name.
    pub fields: BTreeMap<String, String>,
    /// (number, title).
    pub pages: Vec<(String, String)>,
    /// (slug, name).
    pub areas: Vec<(String, String)>,
    /// (label, address) of the links column.
    pub links: Vec<(String, String)>,
}

struct NumberField {
    name: &'static str,
    label: &'static str,
    help: &'static str,
    unit: &'static str,
    most: u32,
    place: fn(&mut Settings) -> &mut u32,
}

/// The rules for comments, in the order of the page.
const NUMBERS: &[NumberField] = &[
    NumberField {
        name: "close_after_days",
        label: "Close comments after",
        help: "Counted from when the article was printed. 0 keeps them open for ever.",
        unit: "days",
        most: 36_500,
        place: |settings| &mut settings.comments.close_after_days,
    },
    NumberField {
        name: "max_chars",
        label: "Longest comment",
        help: "Longer ones come back to their writer with the text kept.",
        unit: "characters",
        most: 100_000,
        place: |settings| &mut settings.comments.max_chars,
    },
    NumberField {
        name: "min_fill_secs",
        label: "Least time to fill in the form",
        help: "Robots are quicker than people. 0 turns this off.",
        unit: "seconds",
        most: 60,
        place: |settings| &mut settings.comments.min_fill_secs,
    },
    NumberField {
        name: "per_minute",
        label: "Comments of one reader in a minute",
        help: "0 for no limit.",
        unit: "at most",
        most: 100_000,
        place: |settings| &mut settings.comments.per_minute,
    },
    NumberField {
        name: "per_hour",
        label: "Comments of one reader in an hour",
        help: "0 for no limit.",
        unit: "at most",
        most: 1_000_000,
        place: |settings| &mut settings.comments.per_hour,
    },
    NumberField {
        name: "network_per_minute",
        label: "Comments from one network in a minute",
        help: "A school or a ferry may share one network. 0 for no limit.",
        unit: "at most",
        most: 100_000,
        place: |settings| &mut settings.comments.network_per_minute,
    },
    NumberField {
        name: "network_per_hour",
        label: "Comments from one network in an hour",
        help: "0 for no limit.",
        unit: "at most",
        most: 1_000_000,
        place: |settings| &mut settings.comments.network_per_hour,
    },
];

/// The rules for the inbox.
const INBOX_NUMBERS: &[NumberField] = &[NumberField {
    name: "keep_days",
    label: "Keep what nobody takes for",
    help: "Older items leave the inbox by themselves. 0 keeps them for ever.",
    unit: "days",
    most: 365,
    place: |settings| &mut settings.inbox.keep_days,
}];

struct TextField {
    name: &'static str,
    label: &'static str,
    help: &'static str,
    most_chars: usize,
    may_be_empty: bool,
    place: fn(&mut Settings) -> &mut String,
}

const TEXTS: &[TextField] = &[
    TextField {
        name: "name",
        label: "Name",
        help: "Printed in the masthead.",
        most_chars: 80,
        may_be_empty: false,
        place: |settings| &mut settings.name,
    },
    TextField {
        name: "motto",
        label: "Motto",
        help: "Printed under the name. May be empty.",
        most_chars: 160,
        may_be_empty: true,
        place: |settings| &mut settings.motto,
    },
    TextField {
        name: "time_zone",
        label: "Time zone",
        help: "Says when one edition ends and the next begins. A name such as Europe/London.",
        most_chars: 60,
        may_be_empty: false,
        place: |settings| &mut settings.time_zone,
    },
    TextField {
        name: "language",
        label: "Language",
        help: "A tag such as en, en-GB or de, for browsers and screen readers.",
        most_chars: 35,
        may_be_empty: false,
        place: |settings| &mut settings.language,
    },
];

/// The page's sets of fields, filled from settings; fields that the file sets are locked.
pub fn fields(settings: &Settings, file: &ConfigFile) -> Vec<views::FieldSet> {
    let mut settings = settings.clone();
    let field =
        |name: &str, label: &str, help: &str, kind: &str, unit: &str, value: String| views::Field {
            name: name.into(),
            label: label.into(),
            value,
            help: help.into(),
            error: String::new(),
            kind: kind.into(),
            unit: unit.into(),
            locked: file.sets(name),
        };
    let texts = TEXTS
        .iter()
        .map(|text| {
            field(
                text.name,
                text.label,
                text.help,
                "text",
                "",
                (text.place)(&mut settings).clone(),
            )
        })
        .collect();
    let mut numbers = |list: &[NumberField]| -> Vec<views::Field> {
        list.iter()
            .map(|number| {
                let value = (number.place)(&mut settings).to_string();
                field(
                    number.name,
                    number.label,
                    number.help,
                    "number",
                    number.unit,
                    value,
                )
            })
            .collect()
    };
    let set = |legend: &str, fields| views::FieldSet {
        legend: legend.into(),
        help: String::new(),
        fields,
    };
    vec![
        set("The paper", texts),
        set("Comments", numbers(NUMBERS)),
        set("Inbox", numbers(INBOX_NUMBERS)),
    ]
}

/// Takes what was sent into settings, and gives what is wrong with it as (field, message). Fields that the
/// file sets are left alone.
pub fn apply_form(
    form: &mut SettingsForm,
    settings: &mut Settings,
    file: &ConfigFile,
) -> Vec<(String, String)> {
    let mut wrong = Vec::new();
    for text in TEXTS.iter().filter(|text| !file.sets(text.name)) {
        let Some(sent) = form.fields.get(text.name) else {
            continue;
        };
        let value = sent.trim();
        let message = if value.is_empty() && !text.may_be_empty {
            format!("{} may not be empty.", text.label)
        } else if value.chars().count() > text.most_chars {
            format!(
                "{} may have {} characters at most.",
                text.label, text.most_chars
            )
        } else if text.name == "time_zone" && Calendar::new(value).is_none() {
            format!(
                "There is no time zone called “{value}”. A name such as Europe/London or America/New_York is wanted."
            )
        } else if text.name == "language" && !is_language_tag(value) {
            format!("“{value}” is no language tag. One such as en, en-GB or de is wanted.")
        } else {
            value.clone_into((text.place)(settings));
            continue;
        };
        wrong.push((text.name.to_owned(), message));
    }
    let numbers = NUMBERS.iter().chain(INBOX_NUMBERS);
    for number in numbers.filter(|number| !file.sets(number.name)) {
        let Some(sent) = form.fields.get(number.name) else {
            continue;
        };
        match sent.trim().parse::<u32>() {
            Ok(value) if value <= number.most => *(number.place)(settings) = value,
            _ => wrong.push((
                number.name.to_owned(),
                format!(
                    "{}: a whole number from 0 to {} is wanted.",
                    number.label, number.most
                ),
            )),
        }
    }
    if !file.sets("pages") {
        check_pages(form, &mut wrong);
    }
    if !file.sets("areas") {
        check_areas(form, &mut wrong);
    }
    settings.links = read_links(form, &mut wrong);
    wrong
}

fn is_language_tag(text: &str) -> bool {
    text.split('-').enumerate().all(|(at, part)| {
        let longest = if at == 0 { 3 } else { 8 };
        (2..=longest).contains(&part.len()) && part.bytes().all(|byte| byte.is_ascii_alphanumeric())
    })
}

fn check_pages(form: &mut SettingsForm, wrong: &mut Vec<(String, String)>) {
    form.pages
        .retain(|(number, title)| !number.trim().is_empty() || !title.trim().is_empty());
    let mut seen = Vec::new();
    for (number, title) in &mut form.pages {
        *title = title.trim().to_owned();
        match number.trim().parse::<i64>() {
            Ok(parsed @ 1..=99) if !seen.contains(&parsed) => {
                seen.push(parsed);
                *number = parsed.to_string();
            }
            Ok(1..=99) => wrong.push((
                "pages".into(),
                format!("There are two pages with the number {number}."),
            )),
            _ => wrong.push((
                "pages".into(),
                format!("“{number}” is no page number: 1 to 99 is wanted."),
            )),
        }
        if title.is_empty() {
            wrong.push(("pages".into(), format!("Page {number} needs a title.")));
        }
    }
    if form.pages.is_empty() {
        wrong.push(("pages".into(), "A paper needs one page at least.".into()));
    }
}

/// Most links of the column.
const MOST_LINKS: usize = 100;

fn read_links(form: &mut SettingsForm, wrong: &mut Vec<(String, String)>) -> Vec<SiteLink> {
    form.links
        .retain(|(label, url)| !label.trim().is_empty() || !url.trim().is_empty());
    let mut links = Vec::new();
    for (label, url) in &form.links {
        let (label, url) = (label.trim(), url.trim());
        let is_path = url.starts_with('/') && !url.starts_with("//");
        let is_web = url::Url::parse(url).is_ok_and(|url| matches!(url.scheme(), "http" | "https"));
        let message = if label.is_empty() || label.chars().count() > 100 {
            format!("The link to “{url}” needs a name of 100 characters at most.")
        } else if url.len() > 2000 || !(is_path || is_web) {
            format!(
                "“{label}” needs an address that begins with https:// or, on this paper, with a slash."
            )
        } else if links.len() == MOST_LINKS {
            format!("The links column holds {MOST_LINKS} links at most.")
        } else {
            links.push(SiteLink {
                label: label.to_owned(),
                url: url.to_owned(),
            });
            continue;
        };
        wrong.push(("links".into(), message));
    }
    links
}

fn check_areas(form: &mut SettingsForm, wrong: &mut Vec<(String, String)>) {
    form.areas
        .retain(|(short, name)| !short.trim().is_empty() || !name.trim().is_empty());
    let mut seen = Vec::new();
    for (short, name) in &mut form.areas {
        *name = name.trim().to_owned();
        let wanted = if short.trim().is_empty() {
            name.clone()
        } else {
            short.clone()
        };
        *short = slug(&wanted);
        if name.is_empty() {
            wrong.push(("areas".into(), format!("The area “{short}” needs a name.")));
        }
        if seen.contains(short) {
            wrong.push((
                "areas".into(),
                format!("There are two areas with the short name “{short}”."),
            ));
        }
        seen.push(short.clone());
    }
    if form.areas.is_empty() {
        wrong.push(("areas".into(), "A paper needs one area at least.".into()));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn form(name: &str, value: &str) -> SettingsForm {
        SettingsForm {
            fields: BTreeMap::from([(name.to_owned(), value.to_owned())]),
            pages: vec![("1".into(), "Front".into())],
            areas: vec![("quay".into(), "The Quay".into())],
            links: Vec::new(),
        }
    }

    #[test]
    fn links_lead_to_the_web_or_to_the_paper() {
        let with = |label: &str, url: &str| {
            let mut form = form("name", "The Tide");
            form.links = vec![(label.into(), url.into()), (String::new(), " ".into())];
            let mut settings = Settings::default();
            let wrong = apply_form(&mut form, &mut settings, &ConfigFile::default());
            (settings.links.len(), wrong.len())
        };
        for good in [
            "https://tide.example/x?y#z",
            "http://tide.example",
            "/archive",
        ] {
            assert_eq!(with(" Tables ", good), (1, 0), "{good}");
        }
        for bad in [
            "",
            "javascript:alert(1)",
            "//elsewhere.example",
            "tide",
            "mailto:a@b",
        ] {
            assert_eq!(with("Tables", bad), (0, 1), "{bad}");
        }
        assert_eq!(with("", "/archive"), (0, 1));
    }

    #[test]
    fn good_values_are_taken_and_bad_ones_named() {
        let file = ConfigFile::default();
        let mut settings = Settings::default();
        assert_eq!(
            apply_form(&mut form("name", " The Tide "), &mut settings, &file),
            []
        );
        assert_eq!(settings.name, "The Tide");
        for (name, value) in [
            ("name", " "),
            ("time_zone", "Nowhere/Land"),
            ("per_hour", "many"),
            ("max_chars", "-1"),
            ("language", "English"),
        ] {
            let before = settings.clone();
            let wrong = apply_form(&mut form(name, value), &mut settings, &file);
            assert_eq!(wrong.len(), 1, "{name}");
            assert_eq!(wrong[0].0, name);
            assert_eq!(settings, before);
        }
    }

    #[test]
    fn pages_and_areas_are_checked_row_by_row() {
        let file = ConfigFile::default();
        let mut settings = Settings::default();
        let mut sent = form("motto", "");
        sent.pages = vec![
            ("1".into(), "Front".into()),
            ("1".into(), "Again".into()),
            ("x".into(), String::new()),
        ];
        sent.areas = vec![
            (String::new(), "Up the Hill".into()),
            (String::new(), String::new()),
        ];
        let wrong = apply_form(&mut sent, &mut settings, &file);
        assert_eq!(
            wrong.iter().filter(|(field, _)| field == "pages").count(),
            3,
            "{wrong:?}"
        );
        assert_eq!(
            sent.areas,
            [("up-the-hill".to_owned(), "Up the Hill".to_owned())]
        );
    }
}
