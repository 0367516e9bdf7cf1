//! The permit and the lines above the signature.

use congvu_law::ClauseRef;
use jiff::civil::DateTime;

use super::Authority;
use super::judging::Subject;
use crate::cite::Citation;
use crate::ids::PositionId;
use crate::permit::{Capacity, Form, Permit};
use crate::roster::{Delegation, MatterFacts, Position};
use crate::rules::{Ground, Power};

impl Authority {
    #[expect(clippy::too_many_arguments, reason = "the parts of one permit, gathered by its only caller")]
    pub(super) fn permit(
        &self,
        power: &Power,
        subject: &Subject<'_>,
        act: &str,
        matter: &MatterFacts,
        at: DateTime,
        clause: ClauseRef,
        delegation: Option<&Delegation>,
    ) -> Permit {
        let capacity = self.capacity(power, subject, delegation);
        let form_ground = power
            .signing
            .and_then(|_| self.rules.forms.get(&capacity.form))
            .map(|rule| Ground::Cite(rule.cite.clone()));
        let own = Citation::Decision(clause.clone());
        let mut basis: Vec<Citation> = Vec::new();
        let declared = power.basis.iter().chain(&form_ground);
        let cited = declared.filter_map(|ground| self.rules.citation(ground, matter.duty.as_deref(), at));
        let handed = delegation.and_then(|delegation| delegation.basis.clone()).map(Citation::Decision);
        for citation in cited.chain(handed) {
            if citation != own && !basis.contains(&citation) {
                basis.push(citation);
            }
        }
        let read = basis.iter().all(|citation| match citation {
            Citation::Statute(statute) => statute.verified,
            Citation::Decision(_) => true,
        });
        Permit {
            act: act.to_owned(),
            clause,
            row: power.id.clone(),
            basis,
            capacity,
            delegation: delegation.map(|delegation| delegation.id.clone()),
            in_place_of: None,
            verified: power.verified && read,
        }
    }

    fn capacity(&self, power: &Power, subject: &Subject<'_>, delegation: Option<&Delegation>) -> Capacity {
        let (Subject::Seat(seat, appointment), Some(signing)) = (subject, power.signing) else {
            return Capacity { form: Form::Own, on_behalf_of: None, signature_lines: Vec::new() };
        };
        // Annex I of Decree 30 gives `Q.` to an acting head, who signs in his own name otherwise.
        let form = if signing == Form::Own && appointment.acting { Form::Q } else { signing };
        Capacity {
            form,
            on_behalf_of: self.on_behalf_of(power, seat, delegation),
            signature_lines: self.signature_lines(power, form, seat),
        }
    }

    fn on_behalf_of(
        &self,
        power: &Power,
        seat: &Position,
        delegation: Option<&Delegation>,
    ) -> Option<PositionId> {
        if let Some(delegation) = delegation {
            let root = delegation.under.as_ref().and_then(|order| self.delegation(order));
            return Some(root.unwrap_or(delegation).from_position.clone());
        }
        let principal = power.principal.as_ref().or(power.through.as_ref())?;
        let of_kind = self.roster.positions.iter().filter(|position| position.kind == *principal);
        let mut near = of_kind.filter(|position| position.unit.is_none() || position.unit == seat.unit);
        near.next().map(|position| position.id.clone())
    }

    fn signature_lines(&self, power: &Power, form: Form, seat: &Position) -> Vec<String> {
        let prefixed = |form: Form, title: &str| {
            let prefix = self.rules.forms.get(&form).map(|rule| rule.prefix.as_str()).unwrap_or_default();
            format!("{prefix}{title}")
        };
        let title = |kind: &str| self.rules.title_of(kind, seat.unit.as_ref()).map(|text| text.vi.as_str());
        let own = title(&seat.kind);
        let mut lines = Vec::new();
        match form {
            Form::Own | Form::Q => lines.extend(own.map(|own| prefixed(form, own))),
            Form::TM => {
                let kind = self.rules.kind(&seat.kind);
                let body = kind.and_then(|kind| self.rules.bodies.get(kind.body.as_ref()?));
                lines.extend(body.map(|body| prefixed(form, &body.vi)));
            }
            Form::KT | Form::TL | Form::TUQ => {
                lines.extend(power.principal.as_deref().and_then(title).map(|title| prefixed(form, title)));
            }
        }
        if !matches!(form, Form::Own | Form::Q) {
            lines.extend(power.through.as_deref().and_then(title).map(|title| prefixed(Form::KT, title)));
            lines.extend(own.map(str::to_owned));
        }
        lines
    }
}
