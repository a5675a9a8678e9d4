#![doc = include_str!("../README.md")]

mod anchor;
mod blocks;
mod comment;
mod html;
mod links;
mod nic;
mod remark;
mod safe_html;
mod sanitise;
mod squish;
mod text;

pub use anchor::{Anchor, AnchorError, Occurrence, Words};
pub use blocks::{TextBlock, blocks, text_blocks};
pub use comment::{CommentContext, CommentFacts, comment, comment_pictures, examine, is_blank};
pub use html::pictures::{Picture, picture_sources};
pub use links::clean_url;
pub use nic::{Nic, NicError};
pub use remark::{PlacedRemark, remark};
pub use safe_html::{SANITISER_VERSION, SafeHtml, Seal, SealKey};
pub use sanitise::{Profile, sanitise, sanitise_for_export};
pub use squish::squish;
pub use text::{excerpt, plain_text, slug};
