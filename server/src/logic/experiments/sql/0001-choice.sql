-- What was shown by choice: one row per decision and placement, with what came of it. Hangs on the node the decision was made for.
create table choice_exposure (
  decision_id text not null,
  placement text not null,
  at timestamptz not null,
  node_id text,
  channel text not null,
  -- key of the context cell the choice was made in
  cell text not null,
  arm text not null,
  -- bandit, experiment, priority or fallback
  chosen_by text not null,
  propensity double precision,
  -- ids of the eligible arms, where known
  arms jsonb,
  experiment text,
  variant text,
  -- [{token, sku}]
  items jsonb not null,
  -- share of the wanted slots that was filled, and time of the answer in ms
  coverage double precision,
  ms double precision,
  shown_at timestamptz,
  clicked_at timestamptz,
  carted_at timestamptz,
  -- first click or first credited purchase
  rewarded_at timestamptz,
  penalty double precision not null default 0,
  net_cents bigint not null default 0,
  margin_cents bigint not null default 0,
  primary key (decision_id, placement)
);
create index choice_exposure_placement on choice_exposure (placement, at);
create index choice_exposure_node on choice_exposure (node_id, at) where node_id is not null;
create index choice_exposure_experiment on choice_exposure (experiment, at) where experiment is not null;
create index choice_exposure_at on choice_exposure (at);

-- What surfaces and people reported about it; each kind once per item, '' for the placement as a whole.
create table choice_reaction (
  decision_id text not null,
  placement text not null,
  token text not null,
  kind text not null,
  at timestamptz not null,
  node_id text,
  primary key (decision_id, placement, token, kind)
);
create index choice_reaction_node on choice_reaction (node_id) where node_id is not null;

-- Lines of receipts and orders and the one decision each is credited to.
create table choice_credit (
  sale_id text not null,
  line integer not null,
  decision_id text not null,
  placement text not null,
  -- click or view
  basis text not null,
  sku text not null,
  at timestamptz not null,
  node_id text,
  net_cents bigint not null,
  margin_cents bigint not null,
  primary key (sale_id, line)
);
create index choice_credit_decision on choice_credit (decision_id, placement);
create index choice_credit_node on choice_credit (node_id) where node_id is not null;

create table choice_placement (
  placement text primary key,
  -- what the merchant allows to be tried out; null = the usual
  exploration double precision,
  -- earliest decision whose impression a surface reported
  reports_since timestamptz,
  -- exposures before this are added up in choice_day
  rolled_until timestamptz
);
-- Exposures of closed days added up, so that learning reads days instead of persons; margins to the whole unit of currency.
create table choice_day (
  placement text not null,
  day timestamptz not null,
  cell text not null,
  arm text not null,
  chosen_by text not null,
  margin_cents bigint not null,
  penalty double precision not null,
  exposures integer not null,
  primary key (placement, day, cell, arm, chosen_by, margin_cents, penalty)
);
-- What is believed of the arms of each placement, as all nodes use it.
create table choice_state (
  placement text primary key,
  version text not null,
  state jsonb not null,
  computed_at timestamptz not null
);
-- Evidence before this is forgotten: of one cell, or of the placement where cell is its id.
create table choice_reset (
  placement text not null,
  cell text not null,
  at timestamptz not null,
  primary key (placement, cell)
);
create table experiment (
  id text primary key,
  body jsonb not null,
  placement text not null,
  state text not null,
  from_at timestamptz not null,
  until_at timestamptz,
  updated_at timestamptz not null
);
