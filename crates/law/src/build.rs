//! From segments to the tree, with element ids.

use std::collections::HashMap;

use crate::lead::{article_heading, is_lead_heading, paragraphs, wrap_width};
use crate::letters::roman;
use crate::node::{Node, NodeKind};
use crate::scan::{Mark, Segment};
use crate::words::{Words, is_upper};

/// A node under construction, with the words that it took.
#[derive(Debug)]
pub(crate) struct Draft {
    pub node: Node,
    parent: Option<usize>,
    /// Positions: mark from here, heading from here, text from here, end.
    pub spans: [usize; 4],
}

/// What the builder noticed, by position of the word.
#[derive(Debug)]
pub(crate) enum Remark {
    Jump(usize),
    Duplicate(usize, String),
    Stray(usize, usize),
    Implied(usize),
}

/// The tree as a list: parents before children, in document order.
#[derive(Debug)]
pub(crate) struct Built {
    pub drafts: Vec<Draft>,
    pub remarks: Vec<Remark>,
}

struct Builder<'w, 's, 'a> {
    words: &'w Words<'s, 'a>,
    drafts: Vec<Draft>,
    remarks: Vec<Remark>,
    used: HashMap<String, u32>,
    /// Open nodes, outermost first.
    open: Vec<usize>,
    /// Preface, preamble and conclusions of the text being read.
    containers: Vec<(NodeKind, usize)>,
    attachments: u32,
    width: usize,
}

/// Depth of a kind in the tree; a node closes every open node at its depth or below.
fn depth(kind: NodeKind) -> u8 {
    match kind {
        NodeKind::Attachment => 0,
        NodeKind::Preface | NodeKind::Preamble | NodeKind::Conclusions | NodeKind::Part => 1,
        NodeKind::Chapter => 2,
        NodeKind::Section => 3,
        NodeKind::Article | NodeKind::Recipients | NodeKind::Signature => 4,
        NodeKind::Paragraph => 5,
        NodeKind::Point => 6,
        _ => 7,
    }
}

fn kind_of(mark: Mark) -> NodeKind {
    match mark {
        Mark::Block | Mark::Stray => NodeKind::Block,
        Mark::Issuer => NodeKind::Issuer,
        Mark::Motto => NodeKind::Motto,
        Mark::Number => NodeKind::Number,
        Mark::Title => NodeKind::Title,
        Mark::Source => NodeKind::Source,
        Mark::Citation => NodeKind::Citation,
        Mark::Formula => NodeKind::Formula,
        Mark::Part => NodeKind::Part,
        Mark::Chapter => NodeKind::Chapter,
        Mark::Section => NodeKind::Section,
        Mark::Article => NodeKind::Article,
        Mark::Paragraph => NodeKind::Paragraph,
        Mark::Point => NodeKind::Point,
        Mark::Indent => NodeKind::Indent,
        Mark::Recipients => NodeKind::Recipients,
        Mark::Recipient => NodeKind::Recipient,
        Mark::Signature => NodeKind::Signature,
        Mark::Attachment(_) => NodeKind::Attachment,
    }
}

/// The container that a kind needs around it.
fn container_of(kind: NodeKind) -> Option<NodeKind> {
    match kind {
        NodeKind::Block
        | NodeKind::Issuer
        | NodeKind::Motto
        | NodeKind::Number
        | NodeKind::Title
        | NodeKind::Source => Some(NodeKind::Preface),
        NodeKind::Citation | NodeKind::Formula => Some(NodeKind::Preamble),
        NodeKind::Recipients | NodeKind::Signature => Some(NodeKind::Conclusions),
        _ => None,
    }
}

/// Builds the tree of all segments.
pub(crate) fn build(words: &Words<'_, '_>, segments: &[Segment]) -> Built {
    let mut builder = Builder {
        words,
        drafts: Vec::with_capacity(segments.len() + 8),
        remarks: Vec::new(),
        used: HashMap::new(),
        open: Vec::new(),
        containers: Vec::new(),
        attachments: 0,
        width: wrap_width(words),
    };
    for (index, segment) in segments.iter().enumerate() {
        let next = segments.get(index + 1).map(|following| following.mark);
        builder.segment(segment, next);
    }
    Built { drafts: builder.drafts, remarks: builder.remarks }
}

impl Builder<'_, '_, '_> {
    fn segment(&mut self, segment: &Segment, next: Option<Mark>) {
        if segment.jumps {
            self.remarks.push(Remark::Jump(segment.start));
        }
        match segment.mark {
            Mark::Stray => self.remarks.push(Remark::Stray(segment.start, segment.end)),
            Mark::Attachment(implied) => self.attachment(segment, implied),
            Mark::Signature => self.signature(segment),
            mark => self.plain(kind_of(mark), segment, next),
        }
    }

    fn attachment(&mut self, segment: &Segment, implied: bool) {
        if implied {
            self.remarks.push(Remark::Implied(segment.start));
        }
        self.attachments += 1;
        self.containers.clear();
        self.add(NodeKind::Attachment, segment.start, [segment.start; 4]);
        if segment.start == segment.end {
            return;
        }
        let titled = !self.words.reads(segment.start, &["ỦY", "BAN", "NHÂN", "DÂN"])
            && !self.words.reads(segment.start, &["CỘNG", "HÒA"]);
        let kind = if titled { NodeKind::Title } else { NodeKind::Issuer };
        let mark = if titled { 2.min(segment.end - segment.start) } else { 0 };
        let inner = Segment { mark: Mark::Block, mark_len: mark, ..*segment };
        self.plain(kind, &inner, None);
    }

    /// On whose behalf, title and name; words after the name are kept apart.
    fn signature(&mut self, segment: &Segment) {
        let mut at = segment.start;
        while at < segment.end && (is_upper(self.words.word(at)) || self.words.word(at).ends_with('.')) {
            at += 1;
        }
        let name = at;
        while at < segment.end && at < name + 6 && is_name_part(self.words.word(at)) {
            at += 1;
        }
        self.plain(NodeKind::Signature, &Segment { end: at, ..*segment }, None);
        if at < segment.end {
            let rest = Segment { start: at, mark_len: 0, ..*segment };
            self.close(depth(NodeKind::Recipients));
            self.leaf(NodeKind::Block, &rest, None);
        }
    }

    fn plain(&mut self, kind: NodeKind, segment: &Segment, next: Option<Mark>) {
        if let Some(container) = container_of(kind) {
            self.ensure(container, segment.start);
        }
        self.leaf(kind, segment, next);
    }

    fn leaf(&mut self, kind: NodeKind, segment: &Segment, next: Option<Mark>) {
        let from = segment.start + segment.mark_len.min(segment.end - segment.start);
        let parent = matches!(next, Some(Mark::Paragraph | Mark::Point | Mark::Indent))
            && !(kind == NodeKind::Paragraph && next == Some(Mark::Paragraph))
            && (kind != NodeKind::Point || next == Some(Mark::Indent));
        let cut = match kind {
            NodeKind::Article => article_heading(self.words, from, segment.end, parent, self.width),
            NodeKind::Part | NodeKind::Chapter | NodeKind::Section => segment.end,
            NodeKind::Paragraph | NodeKind::Point
                if parent && is_lead_heading(self.words, from, segment.end) =>
            {
                segment.end
            }
            _ => from,
        };
        self.add(kind, segment.start, [segment.start, from, cut, segment.end]);
    }

    /// Opens a container of a kind; a text has one of each, also where its lines came out of order.
    fn ensure(&mut self, kind: NodeKind, at: usize) {
        if self.open.iter().any(|index| self.kind(*index) == Some(kind)) {
            return;
        }
        match self.containers.iter().find(|(known, _)| *known == kind).copied() {
            Some((_, index)) => {
                self.close(depth(NodeKind::Part));
                self.leave_containers();
                self.open.push(index);
            }
            None => {
                self.add(kind, at, [at; 4]);
                self.containers.push((kind, self.drafts.len() - 1));
            }
        }
    }

    fn kind(&self, index: usize) -> Option<NodeKind> {
        self.drafts.get(index).map(|draft| draft.node.kind)
    }

    /// The body stands beside preface, preamble and conclusions, not in them.
    fn leave_containers(&mut self) {
        let apart =
            |kind: NodeKind| matches!(kind, NodeKind::Preface | NodeKind::Preamble | NodeKind::Conclusions);
        let found = self.open.iter().position(|at| self.drafts.get(*at).is_some_and(|d| apart(d.node.kind)));
        if let Some(first) = found {
            self.open.truncate(first);
        }
    }

    fn close(&mut self, level: u8) {
        while let Some(last) = self.open.last() {
            if self.drafts.get(*last).is_some_and(|draft| depth(draft.node.kind) < level) {
                break;
            }
            self.open.pop();
        }
    }

    fn add(&mut self, kind: NodeKind, at: usize, spans: [usize; 4]) {
        self.close(depth(kind));
        if matches!(kind, NodeKind::Chapter | NodeKind::Section | NodeKind::Article) {
            self.leave_containers();
        }
        let [mark, heading, text, end] = spans;
        let number = self.number(kind, mark, heading);
        let parent = self.open.last().copied();
        let eid = self.eid(kind, number.as_deref(), parent, at);
        let heading_words = self.words.join(heading, text);
        let node = Node {
            eid,
            kind,
            number,
            mark: self.words.join(mark, heading),
            heading: (heading < text).then_some(heading_words),
            text: paragraphs(self.words, text, end, self.width),
            line: self.words.line(at),
            children: Vec::new(),
        };
        self.drafts.push(Draft { node, parent, spans });
        self.open.push(self.drafts.len() - 1);
    }

    fn number(&self, kind: NodeKind, mark: usize, end: usize) -> Option<String> {
        let at = match kind {
            NodeKind::Part | NodeKind::Chapter | NodeKind::Section | NodeKind::Article => mark + 1,
            NodeKind::Paragraph | NodeKind::Point => mark,
            _ => return None,
        };
        (at < end).then(|| self.words.word(at).trim_end_matches(['.', ':', ')']).to_owned())
    }

    /// The element id. Articles are numbered through a text, so that the chapter is not part of theirs.
    fn eid(&mut self, kind: NodeKind, number: Option<&str>, parent: Option<usize>, at: usize) -> String {
        let attachment = self
            .open
            .first()
            .and_then(|index| self.drafts.get(*index))
            .filter(|draft| draft.node.kind == NodeKind::Attachment)
            .map(|draft| draft.node.eid.clone());
        let above = parent.and_then(|index| self.drafts.get(index)).map(|draft| draft.node.eid.clone());
        let (prefix, name) = match kind {
            NodeKind::Attachment => return format!("att_{}", self.attachments),
            NodeKind::Article => (attachment, "art"),
            NodeKind::Preface => (attachment, "preface"),
            NodeKind::Preamble => (attachment, "preamble"),
            NodeKind::Conclusions => (attachment, "conclusions"),
            NodeKind::Part => (attachment, "part"),
            NodeKind::Chapter => (above, "chp"),
            NodeKind::Section => (above, "sec"),
            NodeKind::Paragraph => (above, "para"),
            NodeKind::Point => (above, "point"),
            NodeKind::Indent => (above, "indent"),
            NodeKind::Citation => (above, "cit"),
            NodeKind::Recipient => (above, "item"),
            _ => (above, "p"),
        };
        let base = prefix.map_or_else(|| name.to_owned(), |prefix| format!("{prefix}__{name}"));
        let counted = matches!(kind, NodeKind::Preface | NodeKind::Preamble | NodeKind::Conclusions);
        let wanted = match number {
            Some(number) => {
                let plain = roman(number).map_or_else(|| number.to_lowercase(), |value| value.to_string());
                format!("{base}_{plain}")
            }
            None if counted => base,
            None => {
                let count = self.used.entry(format!("{base}#")).or_insert(0);
                *count += 1;
                format!("{base}_{count}")
            }
        };
        self.unique(wanted, at, counted)
    }

    fn unique(&mut self, wanted: String, at: usize, quiet: bool) -> String {
        let count = self.used.entry(wanted.clone()).or_insert(0);
        *count += 1;
        if *count == 1 {
            return wanted;
        }
        let eid = format!("{wanted}-{count}");
        if !quiet {
            self.remarks.push(Remark::Duplicate(at, wanted));
        }
        eid
    }
}

fn is_name_part(word: &str) -> bool {
    let mut chars = word.chars();
    chars.next().is_some_and(char::is_uppercase) && chars.all(|c| c.is_lowercase() || c == '-')
}

/// Puts children under their parents.
pub(crate) fn assemble(drafts: Vec<Draft>) -> Vec<Node> {
    let mut parents = Vec::with_capacity(drafts.len());
    let mut nodes: Vec<Option<Node>> = Vec::with_capacity(drafts.len());
    for draft in drafts {
        parents.push(draft.parent);
        nodes.push(Some(draft.node));
    }
    let mut roots = Vec::new();
    for index in (0..nodes.len()).rev() {
        let Some(mut node) = nodes.get_mut(index).and_then(Option::take) else { continue };
        node.children.reverse();
        let parent = parents.get(index).copied().flatten();
        match parent.and_then(|parent| nodes.get_mut(parent)).and_then(Option::as_mut) {
            Some(parent) => parent.children.push(node),
            None => roots.push(node),
        }
    }
    roots.reverse();
    roots
}
