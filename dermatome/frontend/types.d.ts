/* The messages between server and browser, and the documents the browser fetches. Read by the type checker alone. */

/** What every message of the server to a part of the page holds; each part adds its own. */
export interface Message {
  part: string;
  /** The build: addresses that carry it may be kept for good. */
  v: string;
  /** Language and terms of the page, where they are not English. */
  lang?: string;
  terms?: string;
}

/** A part of a page: made once a place, told anew at each run of the page. */
export interface Part {
  update(data: any, send: (message: any) => void): void | Promise<void>;
  dispose(): void;
}

/** What Streamlit hands the entry of a component. */
export interface Component {
  data: Message & Record<string, any>;
  parentElement: HTMLElement & { dermatome?: any };
  setTriggerValue(event: string, message: any): void;
}

export interface Failure extends Error {
  /** HTTP status of an answer that was none. */
  status?: number;
  /** Set where no answer came. */
  unreachable?: boolean;
}

export type Side = "left" | "right" | "both";
export type Layer = "dermatome" | "myotome" | "reflex" | "nerve";

/** Where the reader pointed, in millimetres on the page of a view. */
export interface Point {
  view: string;
  x: number;
  y: number;
}

/** Server to map: what is selected and shown; what goes without saying (Catalogues.dermatome.opening) is left out. */
export interface MapMessage extends Message {
  /** Number of the last choice the server has heard of. */
  n: number;
  root: string | null;
  side: Side;
  scheme: string;
  layer?: Layer;
  depth?: string;
  views?: string[];
  inferred?: boolean;
  /** From where the body in the round is looked at; a new ``step`` goes there again. */
  stand?: string;
  step?: string;
  kind?: string;
  item?: string;
  difference?: boolean;
  point?: Point;
  /** Draw the switches above the map. */
  switches?: boolean;
  /** Report a choice before anything else that is pressed on the page. */
  prompt?: boolean;
  /** Several maps side by side, as [map id, view], in place of the views of one. */
  plates?: [string, string][];
  captions?: string[];
  about?: { name: string; kind: string; note: string; lit: boolean }[];
  bare?: boolean;
  quiet?: boolean;
  nameless?: boolean;
  fill?: boolean;
  height?: number;
  /** How many times its usual size what is written on the map has. */
  type?: number;
  marks?: { labels: boolean; key_points: boolean };
}

/** Map to server: a choice, and its number. */
export interface MapChoice {
  n: number;
  /** None until one is chosen. */
  root: string | null;
  side: Side;
  scheme: string;
  layer?: Layer;
  depth?: string;
  inferred?: boolean;
  stand?: string;
  kind?: string;
  item?: string;
  difference?: boolean;
  views?: string[];
  at?: [view: string, x: number, y: number];
  /** A part of the body that was named, not pointed at. */
  part?: string;
  /** The browser cannot tell which of several overlapping fields is meant; the server may put it right. */
  guess?: true;
}

/** What is selected, as the map knows it; what was left unsaid is filled in. */
export type MapState = MapMessage & { theme: "light" | "dark"; guess: boolean };

/** The catalogues of the layers, each fetched when it is first needed. */
export interface Catalogues {
  dermatome: any;
  myotome: any;
  reflex: any;
  nerve: any;
}

/** A plate as it is fetched: a figure, and what plotly does not know. */
export interface Payload {
  view: string;
  title: string;
  full_title: string;
  label: string;
  aspect: number;
  regions: Record<string, RegionInfo>;
  limbs?: { name: string; regions: string[] }[];
  blank?: RegionInfo;
  figure: { data: any[]; layout: any };
  /** Added here: the address of a picture on it, and the points of the body's outline. */
  link?: (path: string) => string;
  edge?: Set<string>;
}

export interface RegionInfo {
  name?: string;
  hint?: string;
  /** Middle and radius of the largest circle inside, in millimetres. */
  at?: [number, number];
  r?: number;
  /** What may be written beside it, the fullest first, where that is not its id. */
  label?: string[];
  /** On plates for practice: what it goes by after the answer, and before it. */
  told?: string;
  told_hint?: string;
  blind?: { name: string; hint: string };
}

/** Told what the reader does on a plate. */
export interface PlateListener {
  pick(picked: { meta: any; point: Point | null; certain: boolean; whole: boolean }): void;
  hover(region: any, plate: any, at: { x: number; y: number }): void;
  leave(): void;
  refuse(region: any, plate: any, at: { x: number; y: number }): void;
}

/** Practice to server: what the learner does, and its number. */
export interface PracticeAct {
  n: number;
  do: "answer" | "next" | "end" | "time" | "more" | "unlimited";
  q?: string;
  seconds?: number;
  choice?: string;
  text?: string;
  skip?: boolean;
  at?: [view: string, x: number, y: number];
  region?: [view: string, id: string, side: string];
}

/** Column to server: what was chosen, and its number. */
export interface LevelChoice {
  kind: string;
  id: string;
  n: number;
}

declare global {
  interface Window {
    Plotly?: any;
  }
  interface Navigator {
    keyboard?: { lock?(keys: string[]): Promise<void>; unlock?(): void };
    connection?: { saveData?: boolean };
  }
}
