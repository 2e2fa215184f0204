//! The order in which computed fields are computed.

use super::Program;
use crate::ids::{FieldId, TableId};
use std::collections::HashMap;

#[derive(Clone, Copy, PartialEq)]
enum State {
    New,
    /// On the way from the first to the current one.
    Open,
    Done,
}

/// The order in which computed fields are to be computed (indexes into `programs`): each after those it depends on, else as
/// they came.
///
/// # Errors
/// The fields of a circle, each depending on the next and the last on the first.
pub fn order(programs: &[(TableId, FieldId, Program)]) -> Result<Vec<usize>, Vec<(TableId, FieldId)>> {
    let places: HashMap<(TableId, FieldId), usize> =
        programs.iter().enumerate().map(|(place, (table, field, _))| ((*table, *field), place)).collect();
    let needs: Vec<Vec<usize>> = programs
        .iter()
        .map(|(.., program)| {
            let read = program.dependencies().iter().map(|dependency| (dependency.table, dependency.field));
            read.filter_map(|field| places.get(&field).copied()).collect()
        })
        .collect();
    let mut states = vec![State::New; programs.len()];
    let mut order = Vec::with_capacity(programs.len());
    for start in 0..programs.len() {
        if states[start] != State::New {
            continue;
        }
        // The way to the current field, each with how many of its needs were looked at.
        let mut way = vec![(start, 0)];
        states[start] = State::Open;
        while let Some((place, looked_at)) = way.last_mut() {
            let Some(next) = needs[*place].get(*looked_at).copied() else {
                states[*place] = State::Done;
                order.push(*place);
                way.pop();
                continue;
            };
            *looked_at += 1;
            match states[next] {
                State::Done => {}
                State::New => {
                    states[next] = State::Open;
                    way.push((next, 0));
                }
                State::Open => {
                    let circle = way.iter().map(|(place, _)| *place).skip_while(|place| *place != next);
                    return Err(circle.map(|place| (programs[place].0, programs[place].1)).collect());
                }
            }
        }
    }
    Ok(order)
}
