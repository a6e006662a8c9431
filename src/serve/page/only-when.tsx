import { Component, type ComponentChildren } from "preact";

/** Draws what is inside anew when `changed` is another one, and not otherwise. */
export class OnlyWhen extends Component<{ changed: string; children: () => ComponentChildren }> {
  override shouldComponentUpdate(next: { changed: string }): boolean {
    return next.changed !== this.props.changed;
  }
  render() {
    return this.props.children();
  }
}
