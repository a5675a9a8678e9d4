//! Pictures of notes: whether they are there.

use super::import::Plan;
use crate::media::Media;
use clipsheet_gloss::Entry;
use std::path::Path;

/// The addresses of an entry's pictures that the paper would have, and has not. Waits for the disk.
pub(crate) fn missing<'e>(media: &Media, entry: &'e Entry) -> Vec<&'e str> {
    let images = entry
        .asides
        .iter()
        .filter_map(|aside| aside.image.as_deref());
    images
        .filter(|image| {
            let name = image.trim().strip_prefix("/media/");
            let name = name.and_then(|name| name.split(['?', '#']).next());
            name.is_some_and(|name| !media.has(name))
        })
        .collect()
}

/// What is said of pictures that a file's entries name and the paper does not have. Waits for the disk.
pub(crate) fn missing_in(media: &Media, plan: &Plan) -> Vec<String> {
    let entries = plan.proposal.entries.iter();
    entries
        .filter_map(|proposed| proposed.entry.as_ref())
        .flat_map(|entry| {
            let said = |image| format!("“{}”: {}", entry.headword, no_picture(image));
            missing(media, entry).into_iter().map(said)
        })
        .collect()
}

/// The same for a paper's data folder. Waits for the disk.
///
/// # Errors
/// When the folder of pictures cannot be opened.
pub fn missing_in_folder(data: &Path, plan: &Plan) -> std::io::Result<Vec<String>> {
    Ok(missing_in(&Media::open(data)?, plan))
}

/// That there is no such picture.
pub(crate) fn no_picture(image: &str) -> String {
    format!(
        "The paper has no picture “{image}”, so a broken box would be printed. Copy the address of one that it has, or leave the picture out."
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use clipsheet_gloss::Aside;

    #[test]
    fn only_pictures_of_the_papers_own_that_are_not_there_are_missed() {
        let data = tempfile::tempdir().unwrap();
        let media = Media::open(data.path()).unwrap();
        let hash = "a".repeat(64);
        media.save(&hash, "png", b"x").unwrap();
        let there = format!("/media/{hash}.png?wide");
        let entry = Entry {
            asides: [there.as_str(), "/media/none.png", "/theme/gull.svg"]
                .map(|image| Aside {
                    image: Some(image.into()),
                    ..Aside::new("")
                })
                .into(),
            ..Entry::new("gull")
        };
        assert_eq!(missing(&media, &entry), ["/media/none.png"]);
    }
}
