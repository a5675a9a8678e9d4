//! Which address of a picture is taken, and what is shown for it.

use clipsheet_markup::{Picture, Profile, picture_sources, sanitise, sanitise_for_export};

#[test]
fn sources() {
    for (html, expected) in [
        ("<img src=a.png><img src='b.png'>", &["a.png", "b.png"][..]),
        (
            "<img src=s.png srcset='a.png 480w, b.png 1600w, c.png 4000w'>",
            &["b.png"],
        ),
        ("<img srcset='a,1.png 1x, b,2.png 2x,'>", &["b,2.png"]),
        (
            "<img src='data:image/gif;base64,R0' data-src=late.png>",
            &["late.png"],
        ),
        ("<img src='DATA:image/gif;base64,R0'>", &[]),
        (
            "<picture><source type=image/avif srcset=x.avif><source srcset='y.webp 2x'><img alt=z></picture>",
            &["y.webp"],
        ),
        (
            "<img src='https://example.org/a&amp;b'>",
            &["https://example.org/a&b"],
        ),
        (
            "<script>'<img src=x.png>'</script><!-- <img src=y.png> -->",
            &[],
        ),
        ("<img src=' '><img>", &[]),
    ] {
        assert_eq!(picture_sources(html), expected, "{html}");
    }
}

#[test]
fn shown() {
    let known = |address: &str| {
        (address == "https://e.example/a").then(|| Picture {
            src: "/media/a".to_owned(),
            width: 4,
            height: 3,
        })
    };
    let show = |html: &str| sanitise(html, Profile::Article, &known).into_string();
    assert_eq!(
        show("<img src=https://e.example/a alt=\"a &quot;gull&quot;\" width=9 onerror=x>"),
        "<p><img src=\"/media/a\" width=\"4\" height=\"3\" alt=\"a &quot;gull&quot;\" loading=\"lazy\" decoding=\"async\"></p>"
    );
    assert_eq!(
        show("<img src=https://e.example/b alt=mud>"),
        "<p><a href=\"https://e.example/b\" rel=\"nofollow noopener\">picture: mud</a></p>"
    );
    assert_eq!(
        show("<a href=https://e.example/><img src=https://e.example/b></a>"),
        "<p><a href=\"https://e.example/\" rel=\"nofollow noopener\">picture</a></p>"
    );
    assert_eq!(show("<img src=data:image/png;base64,AA alt=mud>"), "");
    let elsewhere = |_: &str| {
        Some(Picture {
            src: "//evil.example/a".to_owned(),
            width: 4,
            height: 3,
        })
    };
    assert!(
        !sanitise("<img src=x>", Profile::Article, &elsewhere)
            .as_str()
            .contains("evil")
    );
}

#[test]
fn export_keeps_addresses() {
    assert_eq!(
        sanitise_for_export(
            "<figure><img src=https://e.example/a srcset=x alt=b><img src=/rel></figure>"
        ),
        "<figure></figure>".replace("></", "><img src=\"https://e.example/a\" alt=\"b\"></")
    );
}
