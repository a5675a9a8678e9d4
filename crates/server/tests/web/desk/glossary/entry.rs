//! An entry's form: shown, checked, saved, rehearsed, dropped; two editors at once.

use super::{GLOSSARY, editor, entry, entry_form, headwords, job_of, texts, url_of};
use crate::desk::last_act;
use crate::support::{Form, on_both};
use clipsheet_gloss::Entry;
use clipsheet_server::glossary::change::{Proposal, ProposedEntry, change_in};
use clipsheet_server::glossary::task::Task;
use clipsheet_store::{
    Actor, GlossaryChanged, JobKind, NewDossier, Role, create_dossier, find_job, list_open_jobs,
    newest_glossary_change,
};

#[test]
fn a_form_sent_as_it_came_changes_nothing() {
    on_both(async |paper| {
        paper
            .import(
                r#"{"entries": [{"headword": "Harbour Board", "aliases": ["the Board"], "plurals": ["Boards of the Harbour"],
                "kind": "organisation", "case": "exact", "inflect": false, "fold_marks": true, "mention": "every", "every_words": 400,
                "in_quotes": true, "in_names": true, "pages": [2, 7], "areas": ["quay", "gone-area"], "from": "2014-01-01", "until": "2019-12-31",
                "near": ["mud"], "not_near": ["chips"], "substitute": ["Dredging Society", "Mud Board"],
                "asides": [{"text": "keepers", "weight": 0}, {"text": "", "image": "/media/a.png", "alt": "A keeper", "side": "left"}],
                "serial": "nowhere", "dossier": "harbour-board", "gone": true, "held": true, "review": "2020-02-29"}]}"#,
            )
            .await;
        let mut editor = paper.staff("Pennick", Role::Editor).await;
        let url = url_of(&paper, "Harbour Board").await;
        let before = entry(&paper, "Harbour Board").await;
        let page = editor.read(&url).await;
        // Muting is wanted in a hurry: its buttons are beside its box.
        let now = texts(&page, ".gloss-top:has([name=gone]) button");
        assert_eq!(now, ["Rehearse and save", "Save now"]);
        let reply = editor.press(&entry_form(&page), "save").await;
        assert_eq!(
            reply.location(),
            format!("{url}?said=same"),
            "{}",
            reply.text()
        );
        assert_eq!(entry(&paper, "Harbour Board").await, before);
    });
}

#[test]
fn a_dossier_that_is_not_there_is_told_after_saving() {
    on_both(async |paper| {
        let mut editor = paper.staff("Pennick", Role::Editor).await;
        paper
            .app
            .store
            .write(|tx| {
                let dossier = NewDossier {
                    slug: "gulls".into(),
                    name: "Gulls".into(),
                    kind: String::new(),
                    about: String::new(),
                };
                create_dossier(tx, &dossier)
            })
            .await
            .unwrap();
        for (headword, dossier, told) in [("gull", "gulls", false), ("tern", "turns", true)] {
            let page = editor.read("/desk/glossary/new").await;
            let form = entry_form(&page)
                .with("headword", headword)
                .with("dossier", dossier);
            let reply = editor.press(&form, "save").await;
            assert_eq!(reply.status, 303, "{}", reply.text());
            let shown = texts(&editor.read(reply.location()).await, ".flash.bad");
            assert_eq!(shown.len(), usize::from(told), "{shown:?}");
            let words = format!("“{dossier}” is a new dossier");
            assert!(shown.iter().all(|text| text.starts_with(&words)));
        }
    });
}

#[test]
fn pages_and_areas_that_are_not_there_are_told_after_saving() {
    on_both(async |paper| {
        paper
            .import(r#"{"entries": [
                {"headword": "gull", "substitute": ["bailiff"], "pages": [2, 99], "areas": ["nowhere"]},
                {"headword": "tern", "substitute": ["fork"], "pages": [99]},
                {"headword": "eel", "substitute": ["rope"], "pages": [2]}]}"#)
            .await;
        let mut editor = paper.staff("Pennick", Role::Editor).await;
        let told = async |editor: &mut crate::support::Browser, headword: &str| {
            let url = url_of(&paper, headword).await;
            texts(&editor.read(&url).await, ".flash.bad").join(" ")
        };
        let gull = told(&mut editor, "gull").await;
        assert!(gull.contains("No page 99 in this paper"), "{gull}");
        assert!(gull.contains("No area “nowhere” in this paper"), "{gull}");
        assert!(!gull.contains("never printed"), "{gull}");
        let tern = told(&mut editor, "tern").await;
        assert!(tern.contains("never printed"), "{tern}");
        assert_eq!(told(&mut editor, "eel").await, "");
    });
}

#[test]
fn a_picture_that_is_not_there_is_not_saved() {
    on_both(async |paper| {
        let mut editor = editor(&paper).await;
        let page = editor.read("/desk/glossary/new").await;
        let form = entry_form(&page)
            .with("headword", "tern")
            .with("aside_image", "/media/none.png")
            .with("aside_alt", "A tern");
        let reply = editor.press(&form, "save").await;
        assert_eq!(reply.status, 422);
        let told = reply.words("#errors");
        assert!(told.contains("no picture “/media/none.png”"), "{told}");
        assert_eq!(entry_form(&reply).value("aside_image"), "/media/none.png");
    });
}

#[test]
fn an_entry_is_made_changed_and_seen_in_the_next_article() {
    on_both(async |paper| {
        let mut editor = paper.staff("Pennick", Role::Editor).await;
        let page = editor.read("/desk/glossary/new?headword=fog++horn").await;
        let form = entry_form(&page);
        assert_eq!(form.value("headword"), "fog horn");
        assert_eq!(
            texts(&page, ".gloss-forms li"),
            [
                "fog horn headword",
                "fog horns plural",
                "fog horn’s possessive",
                "fog horns’ possessive"
            ]
        );
        // One that does nothing is doubtful, and saved by whoever means it.
        let reply = editor.press(&form, "save").await;
        assert_eq!(reply.status, 422);
        assert!(reply.words("#warnings").contains("It does nothing"));
        assert_eq!(headwords(&paper).await, Vec::<String>::new());
        let form = entry_form(&reply)
            .with("substitute", "tin cow\nbig kettle\n")
            .with("note", "At last");
        let reply = editor.press(&form, "save").await;
        assert_eq!(reply.status, 303, "{}", reply.text());
        let shown = editor.read(reply.location()).await;
        assert!(shown.words(".flash").starts_with("Saved."));
        assert_eq!(
            last_act(&paper).await,
            ("Pennick".into(), "added".into(), "fog horn".into())
        );
        let article = paper.print_story().await;
        let printed = paper.reader().read(&article).await;
        assert!(
            ["tin cow", "big kettle"]
                .iter()
                .any(|word| printed.text().contains(word))
        );
        let shown = editor.read(&url_of(&paper, "fog horn").await).await;
        assert_eq!(
            shown.words(".head .meta"),
            "Printed in 1 article, last on 7 July 2014"
        );
        assert_eq!(
            texts(&shown, ".gloss-facts .desk-list a")[0],
            "Fog Horn Lost"
        );
        assert!(
            shown
                .words(".gloss-facts table td")
                .starts_with("House word")
        );
        assert_eq!(shown.words(".gloss-change .note"), "At last");
    });
}

#[test]
fn what_is_wrong_stands_beside_the_field_and_nothing_is_lost() {
    on_both(async |paper| {
        let mut editor = editor(&paper).await;
        let page = editor.read("/desk/glossary/new").await;
        let form = entry_form(&page)
            .with("headword", "tern")
            .with("aliases", "gull\nsea swallow")
            .with("substitute", "flying fork")
            .with("every_words", "often")
            .with("from", "someday")
            .with("aside_text", "a bird with <b>opinions</b> & habits")
            .with("aside_weight", "much")
            .with("note", "My “note”");
        let reply = editor.press(&form, "save").await;
        assert_eq!(reply.status, 422, "{}", reply.text());
        for (field, wants) in [
            ("aliases", "already belongs to the entry"),
            ("every_words", "no number of words"),
            ("from", "not a date"),
        ] {
            let beside = reply.words(&format!("#g-{field}-h .wrong"));
            assert!(beside.contains(wants), "{field}: {beside}");
            assert!(
                reply
                    .dom()
                    .select(&format!("#errors a[href='#g-{field}']"))
                    .length()
                    > 0
            );
        }
        assert!(
            reply
                .words("#g-asides > .help .wrong")
                .contains("The weight of note 1")
        );
        let again = entry_form(&reply);
        for name in [
            "headword",
            "aliases",
            "substitute",
            "every_words",
            "from",
            "note",
            "aside_text",
            "aside_weight",
        ] {
            assert_eq!(
                again.value(name).replace("\r\n", "\n"),
                form.value(name).replace("\r\n", "\n"),
                "{name}"
            );
        }
        assert!(!headwords(&paper).await.contains(&"tern".to_owned()));
        let reply = editor
            .post("/desk/glossary/new", &[("headword", "  "), ("act", "save")])
            .await;
        assert!(
            reply.words("#g-headword-h .wrong").contains("no headword"),
            "{}",
            reply.text()
        );
    });
}

#[test]
fn room_for_more_notes_needs_no_script() {
    on_both(async |paper| {
        let mut editor = editor(&paper).await;
        let url = url_of(&paper, "fog horn").await;
        let form = entry_form(&editor.read(&url).await).with("note", "kept");
        let reply = editor.press(&form, "more").await;
        assert_eq!(reply.status, 200);
        assert_eq!(reply.dom().select("[name=aside_text]").length(), 5);
        let mut form = entry_form(&reply);
        assert_eq!(form.value("note"), "kept");
        let mut spare = form
            .fields
            .iter_mut()
            .filter(|(name, value)| name == "aside_text" && value.trim().is_empty());
        spare.nth(1).unwrap().1 = "and red".into();
        let reply = editor.press(&form, "save").await;
        assert_eq!(reply.status, 303, "{}", reply.text());
        let asides: Vec<String> = entry(&paper, "fog horn")
            .await
            .asides
            .into_iter()
            .map(|aside| aside.text)
            .collect();
        assert_eq!(
            asides,
            ["four tons of it", "and red"],
            "empty rows are dropped"
        );
    });
}

#[test]
fn two_editors_see_both_texts() {
    on_both(async |paper| {
        let mut editor = editor(&paper).await;
        let mut other = paper.staff("Limpet", Role::Editor).await;
        let url = url_of(&paper, "gull").await;
        let mine = entry_form(&editor.read(&url).await).with("substitute", "beaked neighbour");
        let theirs = entry_form(&other.read(&url).await)
            .with("kind", "nuisance")
            .with("substitute", "feathered usher");
        assert_eq!(other.press(&theirs, "save").await.status, 303);
        let reply = editor.press(&mine, "save").await;
        assert_eq!(reply.status, 409);
        let clash = reply.words("section.flash .gloss-diff");
        assert!(
            clash.contains("feathered") && clash.contains("beaked"),
            "{clash}"
        );
        assert!(
            !clash.contains("nuisance"),
            "only what both changed: {clash}"
        );
        assert!(reply.words("section.flash").contains("It was Limpet"));
        assert_eq!(
            entry(&paper, "gull").await.substitute,
            ["feathered usher"],
            "not yet"
        );
        let again = entry_form(&reply);
        assert_eq!(again.value("substitute"), "beaked neighbour");
        assert_eq!(again.value("kind"), "nuisance", "theirs is in the form");
        assert_eq!(editor.press(&again, "save").await.status, 303);
        let act = crate::desk::acts(&paper).await.remove(0);
        assert!(
            act.before.contains("feathered usher") && act.after.contains("beaked neighbour"),
            "the log has before and after: {act:?}"
        );
        let both = entry(&paper, "gull").await;
        assert_eq!(
            (both.kind.as_str(), both.substitute[0].as_str()),
            ("nuisance", "beaked neighbour")
        );
    });
}

#[test]
fn a_rehearsal_is_asked_for_and_changes_nothing_yet() {
    on_both(async |paper| {
        let mut editor = editor(&paper).await;
        let url = url_of(&paper, "gull").await;
        let form = entry_form(&editor.read(&url).await)
            .with("substitute", "beaked neighbour")
            .ticked("is_correction", "yes");
        let reply = editor.press(&form, "rehearse").await;
        let job = job_of(reply.location());
        let job = paper
            .app
            .store
            .read(move |conn| find_job(conn, job))
            .await
            .unwrap()
            .unwrap();
        let Task::Rehearse(proposal) = Task::read(job.kind, &job.task).unwrap() else {
            panic!("{}", job.task);
        };
        assert!(proposal.is_correction);
        let proposed = proposal.entries[0].entry.as_ref().unwrap();
        assert_eq!(proposed.substitute, ["beaked neighbour"]);
        assert_eq!(entry(&paper, "gull").await.substitute, ["winged bailiff"]);
        // At once, it is on its way to what was printed.
        let reply = editor.press(&form, "save").await;
        assert!(
            reply.location().contains("said=saved&job="),
            "{}",
            reply.location()
        );
        let open = paper.app.store.read(list_open_jobs).await.unwrap();
        assert!(open.iter().any(|job| job.kind == JobKind::Correct));
        assert_eq!(last_act(&paper).await.1, "corrected");
    });
}

#[test]
fn an_entry_is_dropped_when_somebody_says_so_and_comes_back() {
    on_both(async |paper| {
        let mut editor = editor(&paper).await;
        let url = url_of(&paper, "gull").await;
        let revision = entry(&paper, "gull").await.revision.to_string();
        let drop = format!("{url}/drop");
        let reply = editor.post(&drop, &[("revision", &revision)]).await;
        assert_eq!(reply.status, 422);
        let stale = editor
            .post(
                &drop,
                &[("revision", "77"), ("sure", "yes"), ("act", "save")],
            )
            .await;
        assert_eq!(stale.status, 409);
        assert!(headwords(&paper).await.contains(&"gull".to_owned()));
        let reply = editor
            .post(
                &drop,
                &[
                    ("revision", &revision),
                    ("sure", "yes"),
                    ("act", "save"),
                    ("note", "Enough"),
                ],
            )
            .await;
        assert_eq!(reply.status, 303, "{}", reply.text());
        assert!(!headwords(&paper).await.contains(&"gull".to_owned()));
        // Its address leads to what it was.
        let away = editor.ask(&url).await;
        let history = editor.read(away.location()).await;
        assert!(
            history.words(".flash").contains("was dropped") && history.words(".note") == "Enough"
        );
        let change = history
            .dom()
            .select(".gloss-change a")
            .attr_or("href", "")
            .to_string();
        let form = crate::support::Form::find(&editor.read(&change).await, "form.settings");
        assert_eq!(editor.press(&form, "").await.status, 303);
        assert_eq!(
            format!("/desk/glossary/{}", entry(&paper, "gull").await.id),
            url,
            "under its number"
        );
        assert_eq!(editor.ask("/desk/glossary/999").await.status, 404);
    });
}

#[test]
fn a_held_entry_waits_and_one_that_is_gone_is_mute() {
    on_both(async |paper| {
        paper.import(GLOSSARY).await;
        let mut editor = paper.staff("Pennick", Role::Editor).await;
        for (headword, switch) in [("fog horn", "gone"), ("Harbour Board", "held")] {
            let url = url_of(&paper, headword).await;
            let form = entry_form(&editor.read(&url).await).ticked(switch, "yes");
            assert_eq!(editor.press(&form, "save").await.status, 303);
            let page = editor.read(&url).await;
            assert_eq!(texts(&page, ".head .badge"), [switch]);
        }
        let article = paper.print_story().await;
        let printed = paper.reader().read(&article).await;
        assert_eq!(printed.dom().select(".gloss-aside, .gloss-sub").length(), 0);
        let list = editor.read("/desk/glossary?state=gone").await;
        assert_eq!(texts(&list, "#gloss-list h2"), ["fog horn"]);
        let list = editor.read("/desk/glossary?state=held").await;
        assert_eq!(texts(&list, "#gloss-list h2"), ["Harbour Board"]);
    });
}

#[test]
fn whoever_saves_what_was_dropped_meanwhile_is_asked_and_brings_it_back_under_its_number() {
    on_both(async |paper| {
        let mut editor = editor(&paper).await;
        let mut other = paper.staff("Limpet", Role::Editor).await;
        let url = url_of(&paper, "gull").await;
        let before = entry(&paper, "gull").await;
        let mine = entry_form(&editor.read(&url).await).with("substitute", "beaked neighbour");
        let fields = [
            ("revision", before.revision.to_string()),
            ("sure", "yes".to_owned()),
            ("act", "save".to_owned()),
            ("note", "Enough".to_owned()),
        ];
        let fields = fields
            .each_ref()
            .map(|(name, value)| (*name, value.as_str()));
        assert_eq!(
            other.post(&format!("{url}/drop"), &fields).await.status,
            303
        );
        let reply = editor.press(&mine, "save").await;
        assert_eq!(reply.status, 409);
        let told = reply.words("section.flash");
        assert!(
            told.contains("Limpet dropped this entry") && told.contains("Enough"),
            "{told}"
        );
        assert!(
            !headwords(&paper).await.contains(&"gull".to_owned()),
            "nothing comes back unasked"
        );
        let again = entry_form(&reply);
        assert_eq!(again.value("substitute"), "beaked neighbour");
        assert_eq!(editor.press(&again, "save").await.status, 303);
        let back = entry(&paper, "gull").await;
        assert_eq!(
            (back.id, &*back.substitute[0]),
            (before.id, "beaked neighbour")
        );
        assert!(back.revision > before.revision);
        // Pressed twice, it is there once, and whoever pressed is told.
        assert_eq!(editor.press(&again, "save").await.status, 409);
        let gulls = headwords(&paper).await;
        assert_eq!(
            gulls.iter().filter(|headword| *headword == "gull").count(),
            1
        );
    });
}

#[test]
fn more_notes_than_an_entry_may_have_are_refused_and_none_is_cut() {
    on_both(async |paper| {
        let mut editor = editor(&paper).await;
        let notes: Vec<String> = (0..201)
            .map(|number| format!(r#"{{"text":"note {number}"}}"#))
            .collect();
        let file = format!(
            r#"{{"entries":[{{"headword":"gull","asides":[{}]}}]}}"#,
            notes.join(",")
        );
        paper.import(&file).await;
        let url = url_of(&paper, "gull").await;
        let form = entry_form(&editor.read(&url).await).with("kind", "pest");
        let reply = editor.press(&form, "save").await;
        assert_eq!(reply.status, 422);
        assert!(
            reply.words("#errors").contains("201 notes"),
            "{}",
            reply.words("#errors")
        );
        assert_eq!(entry(&paper, "gull").await.asides.len(), 201);
    });
}

#[test]
fn whatever_is_typed_over_an_older_revision_stays_so_however_often_it_is_shown() {
    on_both(async |paper| {
        let mut editor = editor(&paper).await;
        let mut other = paper.staff("Limpet", Role::Editor).await;
        for (headword, act, status) in [
            ("gull", "more", 200),
            ("fog horn", "try", 200),
            ("meanwhile", "save", 422),
        ] {
            let url = url_of(&paper, headword).await;
            let mine = entry_form(&editor.read(&url).await)
                .with("kind", "mine")
                .with("try_text", "A gull came.");
            let mine = match status {
                422 => mine.with("from", "someday"),
                _ => mine,
            };
            let theirs =
                entry_form(&other.read(&url).await).with("aliases", &format!("{headword} too"));
            assert_eq!(other.press(&theirs, "save").await.status, 303);
            let reply = editor.press(&mine, act).await;
            assert_eq!(reply.status, status);
            let again = entry_form(&reply).with("from", "");
            let clash = editor.press(&again, "save").await;
            assert_eq!(clash.status, 409, "{act}: {}", clash.text());
            let saved = editor.press(&entry_form(&clash), "save").await;
            assert_eq!(saved.status, 303, "{act}: {}", saved.text());
            let both = entry(&paper, headword).await;
            assert_eq!(both.kind, "mine");
            assert_eq!(both.aliases, [format!("{headword} too")], "nothing is lost");
        }
    });
}

#[test]
fn a_drop_that_is_refused_keeps_its_reason_and_shows_the_entry_as_it_is() {
    on_both(async |paper| {
        let mut editor = editor(&paper).await;
        let mut other = paper.staff("Limpet", Role::Editor).await;
        let url = url_of(&paper, "gull").await;
        let drop = Form::find(&editor.read(&url).await, "form[action$='/drop']")
            .with("note", "Enough of them")
            .ticked("is_correction", "yes");
        let reply = editor.press(&drop, "save").await;
        assert_eq!(reply.status, 422);
        let again = Form::find(&reply, "form[action$='/drop']");
        assert_eq!(again.value("note"), "Enough of them");
        assert_eq!(again.value("is_correction"), "yes");
        let theirs = entry_form(&other.read(&url).await).with("kind", "nuisance");
        assert_eq!(other.press(&theirs, "save").await.status, 303);
        let reply = editor.press(&again.ticked("sure", "yes"), "save").await;
        assert_eq!(reply.status, 409);
        assert_eq!(
            Form::find(&reply, "form[action$='/drop']").value("note"),
            "Enough of them"
        );
        // The entry and its revision are of the same moment.
        let form = entry_form(&reply);
        assert_eq!(form.value("kind"), "nuisance");
        let saved = editor.press(&form, "save").await;
        assert_eq!(saved.location(), format!("{url}?said=same"));
        assert_eq!(entry(&paper, "gull").await.kind, "nuisance");
    });
}

#[test]
fn a_new_entry_is_made_once_and_a_colleagues_other_one_is_in_nobodys_way() {
    on_both(async |paper| {
        let mut editor = editor(&paper).await;
        let mut other = paper.staff("Limpet", Role::Editor).await;
        let blank = entry_form(&editor.read("/desk/glossary/new").await);
        let named = |headword: &str, word: &str| {
            blank
                .clone()
                .with("headword", headword)
                .with("substitute", word)
        };
        // The button pressed twice: one that is held is in nobody's way, so that the compiler says nothing.
        let held = named("tern", "small bailiff").ticked("held", "yes");
        assert_eq!(editor.press(&held, "save").await.status, 303);
        let twice = editor.press(&held, "save").await;
        let at = url_of(&paper, "tern").await;
        assert_eq!(
            twice.location(),
            format!("{at}?said=same"),
            "{}",
            twice.text()
        );
        // Something else came meanwhile.
        let mine = named("cormorant", "wet umbrella");
        assert_eq!(
            other
                .press(&named("heron", "grey heron"), "save")
                .await
                .status,
            303
        );
        assert_eq!(editor.press(&mine, "save").await.status, 303);
        // The same came meanwhile, and another text of it.
        let reply = other.press(&named("cormorant", "black flag"), "save").await;
        assert_eq!(reply.status, 409, "{}", reply.text());
        assert!(
            reply
                .words("section.flash")
                .contains("Somebody made this entry")
        );
        let form = entry_form(&reply);
        assert_eq!(form.value("substitute"), "black flag");
        assert_eq!(other.press(&form, "save").await.status, 303);
        let all = headwords(&paper).await;
        for headword in ["tern", "heron", "cormorant"] {
            let count = all.iter().filter(|one| *one == headword).count();
            assert_eq!(count, 1, "{headword}");
        }
        assert_eq!(entry(&paper, "cormorant").await.substitute, ["black flag"]);
    });
}

#[test]
fn two_who_make_the_same_entry_at_the_same_moment_make_one() {
    on_both(async |paper| {
        paper.import(GLOSSARY).await;
        let proposal = |word: &str, seen: i64| Proposal {
            seen: Some(seen),
            entries: vec![ProposedEntry {
                id: None,
                from: None,
                headword: "tern".into(),
                entry: Some(Entry {
                    substitute: vec![word.into()],
                    ..Entry::new("tern")
                }),
            }],
            ..Proposal::default()
        };
        let store = &paper.app.store;
        let seen = store.read(newest_glossary_change).await.unwrap();
        let make = async |proposal: Proposal| {
            let now = paper.clock.now();
            let made = store.write(move |tx| change_in(tx, &Actor::paper(), &proposal, now));
            made.await.unwrap().1
        };
        let first = make(proposal("bailiff", seen)).await;
        assert!(matches!(first, GlossaryChanged::Made { .. }));
        let tern = entry(&paper, "tern").await.id;
        let second = make(proposal("beadle", seen)).await;
        assert_eq!(second, GlossaryChanged::Stale(vec![tern]));
        // Near something else it is another entry.
        let mut boat = proposal("tub", seen);
        boat.entries[0].entry.as_mut().unwrap().near = vec!["dredger".into()];
        assert!(matches!(make(boat).await, GlossaryChanged::Made { .. }));
    });
}

#[test]
fn nothing_comes_back_under_a_number_that_somebody_made_up() {
    on_both(async |paper| {
        let mut editor = editor(&paper).await;
        let form = entry_form(&editor.read("/desk/glossary/new").await)
            .with("headword", "tern")
            .with("substitute", "small bailiff");
        let mut forged = form.clone();
        forged.fields.push(("returns".into(), i64::MAX.to_string()));
        for act in ["save", "rehearse"] {
            assert_eq!(editor.press(&forged, act).await.status, 404);
        }
        let reply = editor
            .post(
                "/desk/glossary/77/save",
                &[("headword", "tern"), ("act", "save")],
            )
            .await;
        assert_eq!(reply.status, 404);
        assert_eq!(editor.press(&form, "save").await.status, 303);
    });
}
