/** A file of the rendered configuration of one environment: its path from the output folder, its whole text. */
export interface RenderedFile {
  readonly path: string;
  readonly content: string;
}
