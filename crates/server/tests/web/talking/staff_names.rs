//! Nobody but they themselves signs with the name of those who make the paper.

use crate::support::{Form, on_both};
use clipsheet_store::Role;

#[test]
fn the_desk_cannot_be_impersonated() {
    on_both(async |paper| {
        let url = paper.print_story().await;
        let mut pennick = paper.staff("Pennick", Role::Moderator).await;
        let mut limpet = paper.staff("Mrs Limpet", Role::Editor).await;
        let mut reader = paper.reader().at("203.0.113.7");
        // As it is written, with other capitals and spaces, with a one for an i, with a Cyrillic е.
        for name in ["Pennick", "pen nick", "Penn1ck", "P\u{435}nnick"] {
            let form = reader.form(&url).await;
            let form = form.with("nic", name).with("text", "We shut on Monday.");
            paper.clock.advance(20_000);
            let reply = reader.press(&form, "post").await;
            assert_eq!(reply.status, 422, "{name}");
            let said = reply.words("main");
            assert!(said.contains("“Pennick” makes this paper"), "{said}");
            let kept = Form::find(&reply, "form.say");
            assert_eq!(kept.value("nic"), name);
            assert_eq!(kept.value("text"), "We shut on Monday.");
        }
        let form = Form::find(&reader.read("/submit/article").await, "form.submit")
            .with("headline", "Shut")
            .with("nic", "Penn1ck")
            .with("text", "We shut on Monday.");
        paper.clock.advance(20_000);
        let reply = reader.press(&form, "send").await;
        assert_eq!(reply.status, 422, "what is sent in is signed, too");
        assert!(reply.words("main").contains("“Pennick” makes this paper"));
        // A colleague is somebody else; whoever it is may.
        let form = limpet.form(&url).await.with("nic", "Pennick");
        paper.clock.advance(20_000);
        let reply = limpet.press(&form.with("text", "Me."), "post").await;
        assert_eq!(reply.status, 422);
        pennick.say(&url, "Pennick", "We are open.").await;
        reader.say(&url, "Pennickle", "A good name as well.").await;
        assert_eq!(
            paper.reader().read(&url).await.words("#comments-h"),
            "2 comments"
        );
    });
}
