//! Room for those who listen: so many in all, and so many for each of the staff, so that nobody's forgotten windows keep the
//! others out.

use clipsheet_store::StaffId;
use std::collections::HashMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

/// Streams that one of the staff may have at once: as many windows, on all their machines.
pub const MOST_EACH: usize = 12;
/// Streams that there may be in all: ten times what a desk of twenty has open.
pub const MOST_IN_ALL: usize = 200;

/// Who listens how often.
#[derive(Default)]
pub(super) struct Seats(Mutex<HashMap<StaffId, usize>>);

/// One of them, until it is dropped.
pub(super) struct Seat {
    seats: Arc<Seats>,
    staff: StaffId,
}

impl Seats {
    fn all(&self) -> MutexGuard<'_, HashMap<StaffId, usize>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// How many are taken.
    pub(super) fn taken(&self) -> usize {
        self.all().values().sum()
    }

    /// Takes one if there is room.
    pub(super) fn take(self: &Arc<Self>, staff: StaffId) -> Option<Seat> {
        let mut all = self.all();
        let mine = all.get(&staff).copied().unwrap_or(0);
        if mine >= MOST_EACH || all.values().sum::<usize>() >= MOST_IN_ALL {
            return None;
        }
        all.insert(staff, mine + 1);
        Some(Seat {
            seats: Arc::clone(self),
            staff,
        })
    }
}

impl Drop for Seat {
    fn drop(&mut self) {
        let mut all = self.seats.all();
        if let Some(mine) = all.get_mut(&self.staff) {
            *mine -= 1;
            if *mine == 0 {
                all.remove(&self.staff);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn there_is_room_for_so_many_and_again_when_somebody_goes() {
        let seats = Arc::<Seats>::default();
        let mut mine: Vec<_> = (0..MOST_EACH)
            .map(|_| seats.take(StaffId(1)).unwrap())
            .collect();
        assert!(seats.take(StaffId(1)).is_none());
        mine.pop();
        mine.push(seats.take(StaffId(1)).unwrap());
        let others: Vec<_> = (2..)
            .map_while(|id| seats.take(StaffId(id)))
            .take(MOST_IN_ALL)
            .collect();
        assert_eq!(others.len() + mine.len(), MOST_IN_ALL);
        assert_eq!(seats.taken(), MOST_IN_ALL);
        drop((mine, others));
        assert_eq!(seats.taken(), 0);
    }
}
