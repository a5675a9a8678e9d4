//! One's own account: name, colour, words, password, sessions.

use super::{PASSWORD, find, join, last_act, sign_in};
use crate::support::{Form, assert_page, on_both};
use clipsheet_store::Role;

#[test]
fn how_one_is_shown_is_changed_and_readers_see_it() {
    on_both(async |paper| {
        let mut keel = paper.staff("Keel", Role::Moderator).await;
        let mods = paper.reader().read("/mods").await;
        let style = mods
            .dom()
            .select("link[href*='/assets/staff-']")
            .attr_or("href", "")
            .to_string();
        let form = Form::find(
            &keel.read("/desk/account").await,
            "[action='/desk/account']",
        );
        let form = form
            .with("name", "Keel & Oar")
            .with("colour", "#17406D")
            .with("about", "Rows.\r\n\r\n<b>Loudly</b>.");
        let reply = keel.press(&form, "").await;
        assert_eq!(
            reply.location(),
            "/desk/account?saved=1",
            "{}",
            reply.text()
        );
        assert_eq!(last_act(&paper).await.1, "changed the profile of");
        let mods = paper.reader().read("/mods").await;
        assert_eq!(mods.words(".said h2"), "Keel & Oar");
        assert!(mods.words(".said").contains("<b>Loudly</b>."));
        let id = find(&paper, "Keel & Oar").await.id;
        let now = mods
            .dom()
            .select("link[href*='/assets/staff-']")
            .attr_or("href", "")
            .to_string();
        assert_ne!(now, style);
        let sheet = paper.reader().ask(&now).await;
        assert!(
            sheet
                .text()
                .contains(&format!(".staff-{id}{{--hue:#17406d}}"))
        );
        assert!(sheet.text().contains("prefers-color-scheme: dark"));
        assert!(sheet.header("cache-control").contains("immutable"));
        // A page that was kept while the colour changed gets it as it is now, and asks again.
        let sheet = paper.reader().ask(&style).await;
        assert!(sheet.text().contains("#17406d"));
        assert_eq!(sheet.header("cache-control"), "no-cache");
    });
}

#[test]
fn faults_are_named_and_what_was_typed_stays() {
    on_both(async |paper| {
        paper.staff("Pennick", Role::Editor).await;
        let mut keel = paper.staff("Keel", Role::Moderator).await;
        let form = Form::find(
            &keel.read("/desk/account").await,
            "[action='/desk/account']",
        );
        let form = form.with("about", "Typed already");
        let long = "x".repeat(1001);
        for (field, value, words) in [
            ("name", "", "choose a name"),
            ("name", "PENN1CK", "nearly so"),
            ("colour", "yellow", "looks like #17406d"),
            ("colour", "#ffff00", "too pale to be read"),
            ("colour", "#17406d;}body{display:none", "looks like #17406d"),
            ("about", &long, "1000 are the most"),
        ] {
            let reply = keel.press(&form.clone().with(field, value), "").await;
            assert_eq!(reply.status, 422, "{field}={value}");
            assert_page("account", &reply);
            let told = reply.words("[role=alert]");
            assert!(told.contains(words), "{told}");
            assert_eq!(reply.dom().select("[aria-invalid]").length(), 1);
            let back = Form::find(&reply, "[action='/desk/account']");
            assert_eq!(back.value(field), value);
            assert!(field == "about" || back.value("about") == "Typed already");
        }
        // The proposal will do.
        let reply = keel
            .press(&form.clone().with("colour", "#ffff00"), "")
            .await;
        let told = reply.words("[role=alert]");
        let proposed = told.split("paper. ").nth(1).unwrap()[..7].to_owned();
        assert_eq!(
            keel.press(&form.with("colour", &proposed), "").await.status,
            303
        );
        assert_eq!(find(&paper, "Keel").await.colour, proposed);
    });
}

#[test]
fn a_new_password_ends_the_other_sessions() {
    on_both(async |paper| {
        let mut keel = join(&paper, "Keel", Role::Contributor).await;
        let mut other = paper.reader();
        sign_in(&mut other, "Keel", PASSWORD).await;
        other.read("/desk").await;
        let bad = keel
            .post("/desk/account/password", &[("password", "short")])
            .await;
        assert_eq!(bad.status, 422);
        assert!(bad.words("[role=alert]").contains("at least 10"));
        let fields = [("password", "a whole new phrase")];
        assert_eq!(
            keel.post("/desk/account/password", &fields).await.status,
            303
        );
        assert_eq!(last_act(&paper).await.1, "changed the password of");
        keel.read("/desk").await;
        assert_eq!(other.ask("/desk").await.status, 303);
        assert_eq!(sign_in(&mut other, "Keel", PASSWORD).await.status, 422);
        assert_eq!(
            sign_in(&mut other, "Keel", "a whole new phrase")
                .await
                .status,
            303
        );
    });
}

#[test]
fn sessions_are_listed_in_plain_words_and_ended() {
    on_both(async |paper| {
        let mut keel = join(&paper, "Keel", Role::Contributor).await;
        let mut phone = paper.reader();
        phone.agent =
            "Mozilla/5.0 (Linux; Android 15) AppleWebKit/537 Chrome/140 Mobile Safari/537".into();
        sign_in(&mut phone, "Keel", PASSWORD).await;
        let mut third = paper.reader();
        sign_in(&mut third, "Keel", PASSWORD).await;
        let page = keel.read("/desk/account").await;
        let words = page.words("main");
        assert!(
            words.contains("Firefox on Linux this one") && words.contains("Chrome on Android"),
            "{words}"
        );
        let ends = page.dom().select(".session form").length();
        assert_eq!(ends, 2, "the one being used ends by signing out");
        // Somebody else's cannot be ended.
        let mut oar = join(&paper, "Oar", Role::Contributor).await;
        let phones = clipsheet_server::staff::hash_of(&phone.cookies["desk"])[..16].to_owned();
        for (browser, alive) in [(&mut oar, 200), (&mut keel, 303)] {
            browser
                .post("/desk/account/sessions", &[("end", &phones)])
                .await;
            assert_eq!(phone.ask("/desk").await.status, alive);
        }
        assert_eq!(last_act(&paper).await.1, "ended sessions of");
        keel.post("/desk/account/sessions", &[("end", "")]).await;
        third.read("/desk").await;
        keel.post("/desk/account/sessions", &[("end", "others")])
            .await;
        assert_eq!(third.ask("/desk").await.status, 303);
        keel.read("/desk").await;
        oar.read("/desk").await;
    });
}
