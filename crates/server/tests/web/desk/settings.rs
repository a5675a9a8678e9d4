//! The settings page: saves, names faults, leaves what the file sets alone.

use super::owner;
use crate::support::{Form, on_both};

#[test]
fn what_is_saved_shows_at_once() {
    on_both(async |paper| {
        let mut owner = owner(&paper).await;
        let form = Form::find(&owner.read("/desk/settings").await, "form.settings");
        assert_eq!(form.value("name"), "The Clipsheet");
        let form = form
            .with("name", "  The Tarrow <Tide> & Times ")
            .with("motto", "\"Damp\"")
            .with("time_zone", "Europe/London")
            .with("language", "en-GB");
        let mut form = form.with("close_after_days", "3").with("per_minute", "0");
        // An area more, in the spare row; a page renamed.
        let spare = |form: &mut Form, name: &str, value: &str| {
            let field = form
                .fields
                .iter_mut()
                .find(|(field, old)| field == name && old.is_empty())
                .expect("a spare row");
            field.1 = value.into();
        };
        spare(&mut form, "area_name", "The Île d’Or");
        spare(&mut form, "link_label", "Tide tables");
        spare(&mut form, "link_url", "https://tables.example/");
        form.fields
            .iter_mut()
            .find(|(_, value)| value == "Harbour")
            .unwrap()
            .1 = "Ships & Mud".into();
        let reply = owner.press(&form, "").await;
        assert_eq!(
            (reply.status, reply.location()),
            (303, "/desk/settings?saved=1"),
            "{}",
            reply.text()
        );
        let page = owner.read("/desk/settings?saved=1").await;
        assert!(page.words(".flash").contains("Saved."));
        let saved = Form::find(&page, "form.settings");
        assert_eq!(saved.value("name"), "The Tarrow <Tide> & Times");
        assert_eq!(
            (saved.value("close_after_days"), saved.value("time_zone")),
            ("3", "Europe/London")
        );
        assert!(
            saved
                .fields
                .contains(&("page_title".into(), "Ships & Mud".into()))
        );
        let paper_now = paper.app.paper().await.unwrap();
        let slugs: Vec<&str> = paper_now
            .areas
            .iter()
            .map(|area| area.slug.as_str())
            .collect();
        assert_eq!(slugs, ["quay", "hill", "the-ile-dor"]);
        let front = paper.reader().read("/").await;
        assert!(front.words("title").contains("The Tarrow <Tide> & Times"));
        assert_eq!(&*front.dom().select("html").attr_or("lang", ""), "en-GB");
        assert!(front.words(".motto").contains("\"Damp\""));
        paper.reader().read("/area/the-ile-dor").await;
        paper.print_story().await;
        let rail = paper.reader().read("/").await;
        assert!(
            rail.dom()
                .select(".rail a[href='https://tables.example/']")
                .length()
                == 1
        );
        assert!(
            paper
                .reader()
                .read("/sources")
                .await
                .words("main")
                .contains("Harbour Post")
        );
        // It is saved for other processes, too.
        assert_eq!(
            paper
                .opened_again("")
                .await
                .app
                .paper()
                .await
                .unwrap()
                .settings
                .name,
            "The Tarrow <Tide> & Times"
        );
    });
}

#[test]
fn faults_are_named_by_their_field_and_what_was_typed_is_kept() {
    on_both(async |paper| {
        paper.print_story().await;
        let mut owner = owner(&paper).await;
        for (field, value, words) in [
            ("name", "", "may not be empty"),
            ("name", &"x".repeat(81), "80 characters at most"),
            (
                "time_zone",
                "Tarrow/Quay",
                "no time zone called “Tarrow/Quay”",
            ),
            ("language", "English, please", "no language tag"),
            ("per_hour", "many", "a whole number from 0 to"),
            ("max_chars", "-5", "a whole number from 0 to"),
            (
                "close_after_days",
                "99999999999999",
                "a whole number from 0 to",
            ),
        ] {
            let form = Form::find(&owner.read("/desk/settings").await, "form.settings");
            let form = form
                .with("motto", "Typed \"already\" <here>")
                .with(field, value);
            let reply = owner.press(&form, "").await;
            assert_eq!(reply.status, 422, "{field}={value}");
            crate::support::assert_page("settings", &reply);
            assert!(
                reply.words("[role=alert]").contains(words),
                "{}",
                reply.words("[role=alert]")
            );
            let dom = reply.dom();
            let link = dom.select("[role=alert] a").attr_or("href", "").to_string();
            assert_eq!(dom.select(&link).length(), 1, "{link} leads to the field");
            assert_eq!(dom.select("[aria-invalid]").length(), 1, "{field}");
            let back = Form::find(&reply, "form.settings");
            assert_eq!(
                (back.value(field), back.value("motto")),
                (value, "Typed \"already\" <here>")
            );
        }
        // An area in which articles stand; a page without a title; a number twice.
        let blank = Form::find(&owner.read("/desk/settings").await, "form.settings");
        let without = |from: &str, to: &str| {
            let mut form = blank.clone();
            form.fields
                .iter_mut()
                .filter(|(_, value)| value == from)
                .for_each(|(_, value)| *value = to.into());
            form
        };
        let mut no_quay = without("The Quay", "");
        no_quay
            .fields
            .iter_mut()
            .filter(|(_, value)| value == "quay")
            .for_each(|(_, value)| value.clear());
        let one_gone = |number: &str| {
            let mut form = blank.clone();
            let at = form
                .fields
                .iter()
                .position(|(name, value)| name == "page_number" && value == number);
            let at = at.unwrap();
            form.fields[at].1.clear();
            form.fields[at + 1].1.clear();
            form
        };
        for (form, words) in [
            (
                no_quay,
                "The area “The Quay” cannot be taken away, nor its short name changed: articles stand in it",
            ),
            (
                one_gone("1"),
                "Page 1, “Front”, cannot be taken away: articles stand on it",
            ),
            (without("Harbour", ""), "Page 2 needs a title"),
            (without("2", "1"), "two pages with the number 1"),
            (without("2", "two"), "“two” is no page number"),
            (
                without("hill", "quay"),
                "two areas with the short name “quay”",
            ),
        ] {
            let form = form.with("motto", "Kept");
            let reply = owner.press(&form, "").await;
            assert_eq!(reply.status, 422, "{words}");
            assert!(
                reply.words("[role=alert]").contains(words),
                "{}",
                reply.words("[role=alert]")
            );
            assert_eq!(Form::find(&reply, "form.settings").value("motto"), "Kept");
            for link in reply.dom().select("[role=alert] a").iter() {
                let link = link.attr_or("href", "").to_string();
                assert_eq!(
                    reply.dom().select(&link).length(),
                    1,
                    "{link} leads to the field"
                );
            }
        }
        let now = paper.app.paper().await.unwrap();
        assert_eq!(
            (
                now.settings.motto.as_str(),
                now.pages.len(),
                now.areas.len()
            ),
            ("", 2, 2),
            "nothing of it was saved"
        );
    });
}

#[test]
fn what_the_file_sets_is_locked() {
    on_both(async |paper| {
        let config = "[paper]\nname = 'The Filed Tide'\npages = [{ number = 1, title = 'Only' }]\n[comments]\nper_hour = 7\n";
        let filed = paper.opened_again(config).await;
        let mut owner = owner(&filed).await;
        let page = owner.read("/desk/settings").await;
        for locked in ["#s-name", "#s-per_hour", "input[name=page_title]"] {
            assert!(
                page.dom()
                    .select(locked)
                    .iter()
                    .all(|field| field.has_attr("readonly")),
                "{locked}"
            );
        }
        assert!(!page.dom().select("#s-motto").has_attr("readonly"));
        assert!(
            page.words("form.settings")
                .contains("Set in clipsheet.toml")
        );
        let form = Form::find(&page, "form.settings")
            .with("name", "Mine")
            .with("per_hour", "1000")
            .with("page_title", "Mine")
            .with("motto", "Ours");
        assert_eq!(owner.press(&form, "").await.status, 303);
        let now = filed.app.paper().await.unwrap();
        assert_eq!(
            (
                now.settings.name.as_str(),
                now.settings.comments.per_hour,
                now.settings.motto.as_str()
            ),
            ("The Filed Tide", 7, "Ours")
        );
        assert_eq!(now.pages[0].title, "Only");
        // Taken out of the file, the paper's own settings hold again.
        let unfiled = paper.opened_again("").await.app.paper().await.unwrap();
        assert_eq!(
            (
                unfiled.settings.name.as_str(),
                unfiled.settings.comments.per_hour
            ),
            ("The Clipsheet", 40)
        );
        assert_eq!(unfiled.settings.motto, "Ours");
    });
}
