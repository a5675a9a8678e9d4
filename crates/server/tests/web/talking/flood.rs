//! Too much in a short time is asked to wait, and kept.

use crate::support::{Form, MINUTE, Paper, on_both};

async fn limits(paper: &Paper, change: impl FnOnce(&mut clipsheet_server::settings::CommentRules)) {
    let mut settings = paper.app.paper().await.unwrap().settings.clone();
    settings.comments.min_fill_secs = 0;
    change(&mut settings.comments);
    paper.app.save_settings(&settings).await.unwrap();
}

#[test]
fn a_commenter_who_floods_waits_and_loses_nothing() {
    on_both(async |paper| {
        let url = paper.print_story().await;
        limits(&paper, |rules| {
            (rules.per_minute, rules.network_per_minute) = (2, 0)
        })
        .await;
        let mut reader = paper.reader();
        let mut sent = 0;
        let refusal = loop {
            let form = reader
                .form(&url)
                .await
                .with("nic", "Gull")
                .with("text", &format!("Keow \"{sent}\"\r\n</textarea>"));
            let reply = reader.press(&form, "post").await;
            if reply.status != 303 {
                let back = Form::find(&reply, "form.say");
                assert_eq!(
                    (back.value("text"), back.value("nic")),
                    (form.value("text"), "Gull")
                );
                break (reply, back);
            }
            sent += 1;
            assert!(sent < 10, "no limit");
        };
        assert_eq!(sent, 2, "the first, a stranger's, counts too");
        let words = refusal.0.words("main [role=alert]");
        assert!(
            words.contains("please wait 60 seconds and send it again"),
            "{words}"
        );
        assert_eq!(refusal.0.status, 422);
        // Another reader is not concerned, from wherever.
        paper.reader().say(&url, "Tern", "Kik.").await;
        paper.clock.advance(MINUTE);
        assert_eq!(
            reader.press(&refusal.1, "post").await.status,
            303,
            "the same form, a minute later"
        );
    });
}

#[test]
fn a_network_that_floods_waits() {
    on_both(async |paper| {
        let url = paper.print_story().await;
        limits(&paper, |rules| {
            (rules.network_per_minute, rules.network_per_hour) = (3, 5)
        })
        .await;
        let status = async |address: &str, n: usize| {
            let mut stranger = paper.reader().at(address);
            let form = stranger
                .form(&url)
                .await
                .with("nic", "Gull")
                .with("text", &format!("Keow {n} from {address}"));
            let reply = stranger.press(&form, "post").await;
            (reply.status, reply.words("main [role=alert]"))
        };
        for n in 0..3 {
            assert_eq!(status("198.51.100.4", n).await.0, 303);
        }
        let (refused, words) = status("198.51.100.4", 3).await;
        assert!(
            refused == 422 && words.contains("please wait 60 seconds"),
            "{words}"
        );
        assert_eq!(
            status("198.51.100.5", 4).await.0,
            303,
            "the neighbour is free"
        );
        // An IPv6 customer has a /56.
        for n in 0..3 {
            assert_eq!(status(&format!("[2001:db8:0:1{n}::1]"), n).await.0, 303);
        }
        assert_eq!(status("[2001:db8:0:1f::9]", 3).await.0, 422);
        assert_eq!(status("[2001:db8:0:200::9]", 4).await.0, 303);
        paper.clock.advance(MINUTE);
        for n in 5..7 {
            assert_eq!(status("198.51.100.4", n).await.0, 303);
        }
        paper.clock.advance(2 * MINUTE);
        let (refused, words) = status("198.51.100.4", 7).await;
        assert!(
            refused == 422 && words.contains("please wait 57 minutes"),
            "the hour's limit: {words}"
        );
    });
}

#[test]
fn a_trusted_proxy_tells_who_asks() {
    on_both(async |paper| {
        let url = paper.print_story().await;
        limits(&paper, |rules| rules.network_per_minute = 1).await;
        let behind = paper.opened_again("trusted_proxies = ['10.0.0.1']").await;
        let status = async |peer: &str, forwarded: &str, n: usize| {
            let mut stranger = behind.reader().at(peer);
            let form = stranger
                .form(&url)
                .await
                .with("nic", "Gull")
                .with("text", &format!("Keow {n} {forwarded}"));
            stranger
                .send(form.request("post", &[("x-forwarded-for", forwarded)]))
                .await
                .status
        };
        assert_eq!(status("10.0.0.1", "198.51.100.4", 0).await, 303);
        assert_eq!(status("10.0.0.1", "198.51.100.5", 1).await, 303);
        assert_eq!(
            status("10.0.0.1", "198.51.100.66, 198.51.100.5", 2).await,
            422,
            "only the last hop is believed"
        );
        assert_eq!(status("203.0.113.9", "198.51.100.77", 3).await, 303);
        assert_eq!(
            status("203.0.113.9", "198.51.100.78", 4).await,
            422,
            "nobody else is believed"
        );
    });
}
