//! Samples of the way in, accounts, people and the log.

use super::Sample;
use super::pages::{chrome, desk_chrome};
use crate::views::*;

fn door(title: &str) -> DeskChrome {
    DeskChrome {
        parts: vec![DeskPart {
            label: "Read the paper".into(),
            url: "/".into(),
            current: false,
        }],
        me: String::new(),
        ..desk_chrome(title)
    }
}

fn error(field: &str, message: &str) -> FieldError {
    FieldError {
        field: field.into(),
        message: message.into(),
    }
}

fn passkey() -> PasskeyCall {
    PasskeyCall {
        host: "tide.example".into(),
        ids: "AbCd EfGh".into(),
    }
}

impl Sample for JoinPage {
    fn samples() -> Vec<(&'static str, Self)> {
        let join = Self {
            chrome: door("Welcome to the desk"),
            action: "/join/0123abcd".into(),
            becomes: "an editor of The Tarrow Tide".into(),
            second_step: true,
            ..Self::default()
        };
        let words = "Somebody of the staff is called so, or nearly so. Please choose another name.";
        let wrong = Self {
            name: "Penn1ck".into(),
            name_error: words.into(),
            password_error: "Please choose a password of at least 10 characters.".into(),
            errors: vec![
                error("j-name", words),
                error(
                    "j-password",
                    "Please choose a password of at least 10 characters.",
                ),
            ],
            ..join.clone()
        };
        let anew = Self {
            anew: "Keel".into(),
            ..join.clone()
        };
        let refused = Self {
            refused: "It was used already, has expired, was taken back, or a letter is missing."
                .into(),
            name: "Keel".into(),
            ..join.clone()
        };
        vec![
            ("join", join),
            ("join-wrong", wrong),
            ("join-anew", anew),
            ("join-refused", refused),
        ]
    }
}

impl Sample for SignInPage {
    fn samples() -> Vec<(&'static str, Self)> {
        let first = Self {
            chrome: door("Sign in"),
            to: "/desk/inbox".into(),
            passkey: passkey(),
            ..Self::default()
        };
        let wrong = Self {
            name: "Pennick".into(),
            errors: vec![error("p-name", "Name or password is not right.")],
            ..first.clone()
        };
        let code = Self {
            chrome: door("The second step"),
            name: "Pennick".into(),
            ticket: "half 123 7-ab.cd".into(),
            has_codes: true,
            ..first.clone()
        };
        let key_only = Self {
            has_codes: false,
            errors: vec![error("p-code", "That code was used already.")],
            ..code.clone()
        };
        vec![
            ("sign-in", first),
            ("sign-in-wrong", wrong),
            ("sign-in-code", code),
            ("sign-in-passkey", key_only),
        ]
    }
}

impl Sample for ProofPage {
    fn samples() -> Vec<(&'static str, Self)> {
        let field = |name: &str, value: &str| Carried {
            name: name.into(),
            value: value.into(),
        };
        let proof = Self {
            chrome: door("Is it you?"),
            action: "/desk/people".into(),
            name: "Mrs Limpet".into(),
            has_second_step: true,
            passkey: passkey(),
            fields: vec![field("act", "role"), field("note", "\"mud\"\n& gulls <b>")],
            ..Self::default()
        };
        let out = Self {
            chrome: door("You are signed out"),
            signed_out: true,
            has_second_step: false,
            multipart: true,
            lost_files: true,
            name: "Pennick".into(),
            errors: vec![error("p-code", "That code is not right.")],
            ..proof.clone()
        };
        vec![("proof", proof), ("proof-signed-out", out)]
    }
}

impl Sample for AccountPage {
    fn samples() -> Vec<(&'static str, Self)> {
        let session = |browser: &str, this| SessionRow {
            key: "0123456789abcdef".into(),
            browser: browser.into(),
            since: "3 Jul, 07:40".into(),
            seen: "17:02".into(),
            this,
        };
        let account = Self {
            chrome: desk_chrome("Your account"),
            role: "an editor".into(),
            name: "Pennick".into(),
            colour: "#17406d".into(),
            about: "Captain of the ferry.\nReads tide tables for pleasure.".into(),
            second_steps: "codes and 2 passkeys".into(),
            recovery: "9 recovery codes left".into(),
            sessions: vec![
                session("Firefox on Linux", true),
                session("Safari on an iPhone", false),
            ],
            ..Self::default()
        };
        let words = "#ffff00 is too pale to be read on paper. #757500 is the nearest that can.";
        let wrong = Self {
            colour: "#ffff00".into(),
            colour_error: words.into(),
            name_error: "Please choose a name to sign with.".into(),
            about_error: "That is 2,000 characters long. 1000 are the most.".into(),
            password_error: "Please choose a password that is not your name.".into(),
            second_steps: String::new(),
            errors: vec![error("a-colour", words)],
            ..account.clone()
        };
        vec![("account", account), ("account-wrong", wrong)]
    }
}

impl Sample for SecondStepPage {
    fn samples() -> Vec<(&'static str, Self)> {
        let begun = Self {
            chrome: desk_chrome("The second step"),
            wanted: "an editor".into(),
            setting_up: true,
            ticket: "totp 1 7-AB.cd".into(),
            secret: "GEZD GNBV GY3T QOJQ GEZD GNBV GY3T QOJQ".into(),
            key_uri: "otpauth://totp/Tide:Pennick?secret=GEZDGNBVGY3TQOJQ&issuer=Tide".into(),
            qr_path: "M4 4h1v1h-1zM6 4h1v1h-1z".into(),
            qr_width: 41,
            passkey: PasskeyCall {
                ids: String::new(),
                ..passkey()
            },
            me_id: "7".into(),
            ..Self::default()
        };
        let wrong = Self {
            code_error: "That is not the code for this secret.".into(),
            errors: vec![error("t-code", "That is not the code for this secret.")],
            ..begun.clone()
        };
        let key = |label: &str| PasskeyRow {
            id: "AbCd".into(),
            label: label.into(),
            when: "added 3 Jul, 07:40, never used".into(),
        };
        let done = Self {
            wanted: String::new(),
            has_codes: true,
            setting_up: false,
            passkeys: vec![key("My phone"), key("The key on the ring")],
            recovery: "9 recovery codes left".into(),
            passkey: PasskeyCall::default(),
            ..begun.clone()
        };
        vec![
            ("second-step", begun),
            ("second-step-wrong", wrong),
            ("second-step-done", done),
        ]
    }
}

impl Sample for RecoveryCodesPage {
    fn samples() -> Vec<(&'static str, Self)> {
        let codes = Self {
            chrome: desk_chrome("Recovery codes"),
            codes: (0..10).map(|n| format!("k3fq-9wtz-h2mb-7cd{n}")).collect(),
            replaced: true,
        };
        vec![("recovery-codes", codes)]
    }
}

fn roles(chosen: &str) -> Vec<RoleChoice> {
    ["contributor", "moderator", "editor", "owner"]
        .map(|role| RoleChoice {
            value: role.into(),
            label: role.into(),
            chosen: role == chosen,
        })
        .into()
}

impl Sample for PeoplePage {
    fn samples() -> Vec<(&'static str, Self)> {
        let person = |id: &str, name: &str, role: &str| PersonRow {
            id: id.into(),
            name: name.into(),
            class: format!("staff-{id}"),
            role: format!("a {role}"),
            seen: "17:02".into(),
            second_steps: "codes".into(),
            contributor: role == "contributor",
            roles: roles(role),
            ..PersonRow::default()
        };
        let people = Self {
            chrome: desk_chrome("People"),
            people: vec![
                person("1", "Mrs Limpet", "owner"),
                person("2", "Pennick", "editor"),
                PersonRow {
                    trusted: true,
                    second_steps: String::new(),
                    ..person("3", "Keel", "contributor")
                },
                PersonRow {
                    dismissed: true,
                    seen: "never".into(),
                    ..person("4", "The Harbour Cat", "moderator")
                },
            ],
            invitations: vec![InvitationRow {
                key: "0123456789abcdef".into(),
                what: "an editor: the chandler".into(),
                by: "by Mrs Limpet, 17:00".into(),
                until: "14 Jul, 17:00".into(),
            }],
            roles: roles("editor"),
            ..Self::default()
        };
        let made = Self {
            link: "https://tide.example/join/0123456789abcdef".into(),
            link_for: "an editor, the chandler".into(),
            ..people.clone()
        };
        let refused = Self {
            errors: vec![error("", "Mrs Limpet is the last owner.")],
            note: "the chandler".into(),
            ..people.clone()
        };
        vec![
            ("people", people),
            ("people-link", made),
            ("people-refused", refused),
        ]
    }
}

impl Sample for LogPage {
    fn samples() -> Vec<(&'static str, Self)> {
        let row = |who: &str, act: &str, label: &str| LogRow {
            time: "17:02".into(),
            datetime: "2014-07-07T17:02+01:00".into(),
            who: Link::new(who, "/desk/log?staff=1"),
            class: "staff-1".into(),
            act: act.into(),
            subject: Link::new(label, "/desk/log?subject=staff&id=2"),
            ..LogRow::default()
        };
        let short = |text: &str| LogValue {
            text: text.into(),
            long: false,
        };
        let log = Self {
            chrome: desk_chrome("Log"),
            acts: vec![
                LogRow {
                    before: short("editor"),
                    after: short("moderator"),
                    ..row("Mrs Limpet", "set the role of", "Pennick")
                },
                LogRow {
                    before: LogValue {
                        text: "{\n  \"name\": \"Tide\"\n}".into(),
                        long: true,
                    },
                    after: LogValue {
                        text: "{\n  \"name\": \"The Tarrow Tide\"\n}".into(),
                        long: true,
                    },
                    ..row("Pennick", "changed", "the settings")
                },
                LogRow {
                    who: Link::new("the command line", ""),
                    subject: Link::new("an owner", ""),
                    ..row("", "invited", "")
                },
            ],
            older: Link::new("Older", "/desk/log?before=7"),
            ..Self::default()
        };
        let empty = Self {
            acts: Vec::new(),
            of: "by Keel".into(),
            newest: Link::new("The newest", "/desk/log"),
            older: Link::default(),
            ..log.clone()
        };
        vec![("log", log), ("log-empty", empty)]
    }
}

impl Sample for DeskFront {
    fn samples() -> Vec<(&'static str, Self)> {
        let part = |label: &str, about: &str| PartCard {
            link: Link::new(label, "/desk/people"),
            about: about.into(),
        };
        let front = Self {
            chrome: desk_chrome("The desk"),
            greeting: "Good morning, Pennick.".into(),
            wanted: String::new(),
            parts: vec![
                part("People", "Who makes the paper: invite, promote, dismiss."),
                part("Log", "Who did what and when."),
            ],
            ..Self::default()
        };
        let new = Self {
            wanted: "an editor".into(),
            has_sent_list: true,
            ..front.clone()
        };
        let sends = Self {
            has_sent_list: true,
            sent: vec![SubmissionRow {
                url: "/submission/7.abc".into(),
                kind: "Article".into(),
                headline: "Forty Years of <Crates>".into(),
                time: "17:02".into(),
                datetime: "2014-07-07T17:02:00+01:00".into(),
                state_line: "It is in the paper.".into(),
                word: "Splendid.".into(),
                article: Link::new("Forty Years of <Crates>", "/article/7/forty-years"),
            }],
            older: Link::new("Older", "/desk?before=7#sent"),
            ..front.clone()
        };
        vec![("desk", front), ("desk-new", new), ("desk-sends", sends)]
    }
}

impl Sample for ModsPage {
    fn samples() -> Vec<(&'static str, Self)> {
        let one = |name: &str, role: &str, about: &[&str]| ModRow {
            name: name.into(),
            class: "staff-1".into(),
            role: role.into(),
            about: about.iter().map(|line| (*line).to_owned()).collect(),
        };
        let mods = Self {
            chrome: chrome("Meet the mods"),
            people: vec![
                one(
                    "Mrs Limpet",
                    "Owner",
                    &["Owns the paper and most of the mud."],
                ),
                one(
                    "Pennick",
                    "Editor",
                    &["Captain of the ferry.", "Reads tide tables for pleasure."],
                ),
                one("Keel", "Moderator", &[]),
            ],
        };
        let nobody = Self {
            people: Vec::new(),
            ..mods.clone()
        };
        vec![("mods", mods), ("mods-nobody", nobody)]
    }
}

impl Sample for DeskRefusalPage {
    fn samples() -> Vec<(&'static str, Self)> {
        let page = Self {
            chrome: desk_chrome("Too much at once"),
            heading: "Too much at once".into(),
            message: "This file is larger than 16 MB, and nothing of it was read.".into(),
            kept: "Mud, and \"gulls\" <b>".into(),
            onward: vec![
                Link::new("Back to where you were", "/desk/glossary/import"),
                Link::new("The desk", "/desk"),
            ],
        };
        vec![("desk-refusal", page)]
    }
}
