//! One-time codes and recovery codes.

use super::{code, find, join, last_act, set_up_codes};
use crate::support::{Form, MINUTE, assert_page, on_both};
use clipsheet_store::{Passkey, Role, create_passkey, drop_passkeys_of, set_totp};

#[test]
fn codes_open_what_the_role_allows_and_nothing_secret_is_shown_again() {
    on_both(async |paper| {
        let mut limpet = join(&paper, "Mrs Limpet", Role::Owner).await;
        let reply = limpet.ask("/desk/settings").await;
        assert_eq!(reply.location(), "/desk/account/second-step");
        assert!(
            limpet
                .read("/desk")
                .await
                .words(".flash")
                .contains("second step")
        );
        let page = limpet.read("/desk/account/second-step").await;
        assert!(page.words(".about").contains("an owner"));
        assert_eq!(page.dom().select("svg.qr path").length(), 2);
        let link = page
            .dom()
            .select("a[href^='otpauth:']")
            .attr_or("href", "")
            .to_string();
        let again = limpet.read("/desk/account/second-step").await;
        assert_eq!(again.words(".secret"), page.words(".secret"));
        let secret = page.words(".secret").replace(' ', "");
        assert!(
            link.contains(&format!("secret={secret}&issuer=The%20Clipsheet")),
            "{link}"
        );
        let (secret, codes) = set_up_codes(&paper, &mut limpet).await;
        limpet.read("/desk/settings").await;
        let staff = find(&paper, "Mrs Limpet").await;
        let secret = secret.replace(' ', "");
        assert_eq!(staff.totp_secret, secret);
        // No page of the desk tells a secret or a hash, nor does the log.
        let session = limpet.cookies["desk"].clone();
        for path in [
            "/desk",
            "/desk/account",
            "/desk/account/second-step",
            "/desk/people",
            "/desk/log",
            "/mods",
        ] {
            let text = limpet.read(path).await.text();
            for hidden in [
                &*secret,
                &staff.password,
                "$argon2",
                &codes[0],
                &session,
                &clipsheet_server::staff::hash_of(&session),
            ] {
                assert!(!text.contains(hidden), "{path} tells {hidden}");
            }
        }
    });
}

#[test]
fn a_wrong_code_keeps_the_secret_and_a_foreign_ticket_gives_none() {
    on_both(async |paper| {
        let mut keel = join(&paper, "Keel", Role::Editor).await;
        let page = keel.read("/desk/account/second-step").await;
        let (secret, form) = (page.words(".secret"), Form::find(&page, ".steps form"));
        for wrong in ["", "12345", "one two"] {
            let reply = keel.press(&form.clone().with("code", wrong), "").await;
            assert_eq!(reply.status, 422);
            assert_page("second step", &reply);
            assert_eq!(reply.words(".secret"), secret);
        }
        let soon = clipsheet_testkit::totp::code(&secret, paper.clock.now().0 / 1000 + 600);
        let reply = keel.press(&form.clone().with("code", &soon), "").await;
        assert!(reply.words("[role=alert]").contains("10 minutes fast"));
        // Somebody else's page.
        let mut oar = join(&paper, "Oar", Role::Editor).await;
        let reply = oar
            .press(&form.clone().with("code", &code(&paper, &secret)), "")
            .await;
        assert_eq!(reply.status, 422);
        assert_ne!(reply.words(".secret"), secret);
        assert_eq!(
            keel.press(&form.with("code", &code(&paper, &secret)), "")
                .await
                .status,
            200
        );
    });
}

#[test]
fn steps_are_changed_after_a_proof_and_the_last_one_stays() {
    on_both(async |paper| {
        let mut keel = join(&paper, "Keel", Role::Editor).await;
        let (_, old) = set_up_codes(&paper, &mut keel).await;
        let step = "/desk/account/second-step";
        let reply = keel.post(step, &[("act", "drop-codes")]).await;
        assert_eq!(reply.status, 422);
        assert!(reply.words("[role=alert]").contains("only second step"));
        let reply = keel.post(step, &[("act", "new-recovery")]).await;
        assert!(reply.words("main").contains("worthless now"));
        assert!(!reply.text().contains(&old[0]));
        assert_eq!(last_act(&paper).await.1, "made recovery codes for");
        // On another phone: the old one's codes are no longer good.
        let page = keel.read("/desk/account/second-step?anew=1").await;
        let form =
            Form::find(&page, ".steps form").with("code", &code(&paper, &page.words(".secret")));
        assert_eq!(keel.press(&form, "").await.status, 303);
        assert_eq!(
            find(&paper, "Keel").await.totp_secret,
            page.words(".secret").replace(' ', "")
        );
        paper.clock.advance(16 * MINUTE);
        let reply = keel.post(step, &[("act", "new-recovery")]).await;
        assert_eq!(
            (reply.status, reply.words("h1").as_str()),
            (403, "Is it you, Keel?")
        );
        // A contributor needs none.
        let mut oar = join(&paper, "Oar", Role::Contributor).await;
        set_up_codes(&paper, &mut oar).await;
        assert_eq!(oar.post(step, &[("act", "drop-codes")]).await.status, 303);
        assert!(!find(&paper, "Oar").await.has_second_step());
    });
}

#[test]
fn of_two_last_steps_taken_away_at_once_one_stays() {
    on_both(async |paper| {
        let mut keel = join(&paper, "Keel", Role::Editor).await;
        set_up_codes(&paper, &mut keel).await;
        let id = find(&paper, "Keel").await.id;
        let now = paper.clock.now();
        for round in 0..5 {
            let key = format!("key-{round}");
            let passkey = Passkey {
                credential_id: key.clone(),
                staff: id,
                label: "Phone".into(),
                body: "{}".into(),
                created_at: now,
                used_at: None,
            };
            let made = paper.app.store.write(move |tx| {
                set_totp(tx, id, "JBSWY3DPEHPK3PXP", 0)?;
                create_passkey(tx, &passkey)
            });
            made.await.unwrap();
            let (mut one, mut other) = (keel.clone(), keel.clone());
            let path = "/desk/account/second-step";
            let codes = [("act", "drop-codes")];
            let passkey = [("act", "drop-passkey"), ("id", &*key)];
            let (first, second) = tokio::join!(one.post(path, &codes), other.post(path, &passkey));
            let mut statuses = [first.status, second.status];
            statuses.sort_unstable();
            assert_eq!(statuses, [303, 422]);
            let staff = find(&paper, "Keel").await;
            assert!(staff.has_second_step());
            let cleared = paper.app.store.write(move |tx| drop_passkeys_of(tx, id));
            cleared.await.unwrap();
        }
    });
}
