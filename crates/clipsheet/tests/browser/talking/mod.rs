//! Comments: the form, its buttons, its refusals, and what becomes of what is said.

mod buttons;
mod keeping;
mod names;
mod pictures;
