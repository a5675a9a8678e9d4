//! Pictures in comments: served from here, made anew, or refused in words.

use crate::support::{Form, on_both};
use std::io::Cursor;

/// A PNG of a flag, with a text chunk that should not survive.
fn flag() -> Vec<u8> {
    let picture = image::RgbImage::from_fn(64, 48, |x, y| {
        image::Rgb([
            u8::try_from(x * 3).unwrap(),
            u8::try_from(y * 5).unwrap(),
            90,
        ])
    });
    let mut bytes = Vec::new();
    picture
        .write_to(&mut Cursor::new(&mut bytes), image::ImageFormat::Png)
        .unwrap();
    bytes
}

#[test]
fn an_uploaded_picture_is_served_from_here() {
    on_both(async |paper| {
        let url = paper.print_story().await;
        let mut reader = paper.reader();
        for (size, class) in [("foto", "foto"), ("photo", "photo")] {
            let form = reader
                .form(&url)
                .await
                .with("nic", "Gull")
                .with("text", &format!("My {size}:"))
                .with("picture_size", size);
            paper.clock.advance(30_000);
            let previewed = reader
                .press(&form.clone().with_picture(&flag()), "preview")
                .await;
            assert_eq!(previewed.status, 200, "{}", previewed.text());
            assert_eq!(
                previewed
                    .dom()
                    .select("#preview img[src^='/media/']")
                    .length(),
                1
            );
            let form = Form::find(&previewed, "form.say");
            assert!(
                form.value("text").contains(&format!("My {size}:")),
                "{}",
                form.value("text")
            );
            assert_eq!(reader.press(&form, "post").await.status, 303);
            let page = reader.read(&url).await;
            let dom = page.dom();
            let img = dom.select(".comments > article").first().select("img");
            assert_eq!(
                (
                    img.length(),
                    &*img.attr_or("width", ""),
                    &*img.attr_or("height", "")
                ),
                (1, "64", "48")
            );
            assert!(page.text().contains(class));
            let src = img.attr_or("src", "").to_string();
            let picture = reader.ask(&src).await;
            assert_eq!(picture.status, 200);
            let media_type = picture.header("content-type");
            assert!(
                matches!(media_type, "image/png" | "image/jpeg"),
                "{media_type}"
            );
            assert_eq!(picture.header("x-content-type-options"), "nosniff");
            assert!(picture.header("cache-control").contains("immutable"));
            assert!(
                picture
                    .header("content-security-policy")
                    .contains("sandbox")
            );
            assert_eq!(
                image::load_from_memory(&picture.body)
                    .unwrap()
                    .to_rgb8()
                    .dimensions(),
                (64, 48)
            );
            assert_eq!(
                reader
                    .ask(&src.to_uppercase().replace("/MEDIA/", "/media/"))
                    .await
                    .status,
                404
            );
        }
    });
}

#[test]
fn what_is_no_picture_is_refused_and_the_text_kept() {
    on_both(async |paper| {
        let url = paper.print_story().await;
        let mut reader = paper.reader();
        let mut half = flag();
        half.truncate(80);
        let mut bomb = flag();
        // A width and height that no memory holds.
        bomb[16..24].copy_from_slice(&[0x7f, 0xff, 0xff, 0xff, 0x7f, 0xff, 0xff, 0xff]);
        for bytes in [
            b"just some words".to_vec(),
            b"<svg xmlns=\"http://www.w3.org/2000/svg\" onload=\"alert(1)\"><script>alert(1)</script></svg>".to_vec(),
            b"<!DOCTYPE html><script>alert(1)</script>".to_vec(),
            b"GIF89a<script>alert(1)</script>".to_vec(),
            vec![0; 5000],
            half,
            bomb,
        ] {
            for button in ["post", "preview"] {
                let form = reader.form(&url).await.with("nic", "Gull").with("text", "Look \"here\":\r\n\r\n</textarea>").with_picture(&bytes);
                paper.clock.advance(10_000);
                let reply = reader.press(&form, button).await;
                assert_eq!(reply.status, 422, "{}", reply.text());
                let words = reply.words("#f-picture-e");
                assert!(words.starts_with("The picture could not be used: ") && words.len() > 45, "{words}");
                assert_eq!(Form::find(&reply, "form.say").value("text"), "Look \"here\":\r\n\r\n</textarea>");
                crate::support::assert_no_script("refusal", &reply.dom());
            }
        }
        assert_eq!(
            reader.read(&url).await.words("#comments-h"),
            "No comments yet"
        );
    });
}

#[test]
fn pictures_from_private_places_are_not_fetched() {
    on_both(async |paper| {
        let url = paper.print_story().await;
        let mut reader = paper.reader();
        for address in [
            "http://127.0.0.1/x.png",
            "http://[::1]/x.png",
            "http://10.1.2.3/x.png",
            "http://169.254.169.254/latest/x.png",
            "http://2130706433/x.png",
            "http://[::ffff:192.168.0.1]/x.png",
        ] {
            let text = format!("See this one: [foto {address}]");
            let form = reader
                .form(&url)
                .await
                .with("nic", "Gull")
                .with("text", &text);
            paper.clock.advance(30_000);
            let reply = reader.press(&form, "post").await;
            assert_eq!(reply.status, 422, "{address}");
            let words = reply.words("#f-text-e");
            assert!(
                words.contains("cannot be shown") && words.contains("make it a link"),
                "{words}"
            );
            assert_eq!(Form::find(&reply, "form.say").value("text"), text);
        }
    });
}

#[test]
fn more_than_can_be_taken_is_refused_in_words() {
    on_both(async |paper| {
        let url = paper.print_story().await;
        let mut reader = paper.reader();
        let form = reader
            .form(&url)
            .await
            .with("nic", "Gull")
            .with("text", "Look at this.");
        let reply = reader
            .press(&form.clone().with_picture(&vec![7; 17 << 20]), "post")
            .await;
        assert_eq!(reply.status, 413);
        crate::support::assert_page("too large", &reply);
        assert!(
            reply.words("main .text").contains("16 MB"),
            "{}",
            reply.words("main .text")
        );
        let reply = reader
            .press(
                &form.with("text", &"x".repeat(17 << 20)).urlencoded(),
                "post",
            )
            .await;
        assert_eq!(reply.status, 413, "the plain way");
        crate::support::assert_page("too large", &reply);
        let text = "[foto https://a.example/1.png][foto https://a.example/2.png][foto https://a.example/3.png][foto https://a.example/4.png][foto https://a.example/5.png] five";
        let form = reader
            .form(&url)
            .await
            .with("nic", "Gull")
            .with("text", text);
        paper.clock.advance(10_000);
        assert!(
            reader
                .press(&form, "post")
                .await
                .words("#f-text-e")
                .contains("4 pictures at most")
        );
    });
}
