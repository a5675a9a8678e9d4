//! Small values by name: settings as JSON, and the paper's secrets.

use crate::conn::Conn;
use crate::error::StoreResult;
use crate::ids::{Millis, single};
use crate::query::queries;
use crate::records::Event;
use crate::store::Tx;

queries! {
    SETTING = "SELECT value FROM setting WHERE key = ?1";
    SET_SETTING = "INSERT INTO setting (key, value) VALUES (?1, ?2) \
        ON CONFLICT (key) DO UPDATE SET value = excluded.value";
    SET_SETTING_ONCE = "INSERT INTO setting (key, value) VALUES (?1, ?2) ON CONFLICT (key) DO NOTHING";
}

/// The value under a name.
///
/// # Errors
/// When the database cannot be read.
pub fn find_setting(conn: &mut Conn, key: &str) -> StoreResult<Option<String>> {
    conn.find(&SETTING, &[key.into()], single)
}

/// Sets a value and tells everybody that the paper changed.
///
/// # Errors
/// When the database cannot be written.
pub fn set_setting(tx: &mut Tx<'_>, key: &str, value: &str, now: Millis) -> StoreResult<()> {
    tx.change(&SET_SETTING, &[key.into(), value.into()])?;
    tx.tell(Event::Paper, now)
}

/// Sets a value unless there is one, and gives what is there then: for secrets made at the first start.
///
/// # Errors
/// When the database cannot be written.
pub fn set_setting_once(tx: &mut Tx<'_>, key: &str, value: &str) -> StoreResult<String> {
    tx.change(&SET_SETTING_ONCE, &[key.into(), value.into()])?;
    Ok(find_setting(tx, key)?.unwrap_or_else(|| value.to_owned()))
}
