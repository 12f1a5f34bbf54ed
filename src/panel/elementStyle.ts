import { directive, Directive, type ElementPart } from 'lit/directive.js';

/** Sets properties of an element's style. A style attribute would be refused by the page's content security policy. */
class ElementStyle extends Directive {
  render(_properties: Readonly<Record<string, string>>): undefined {
    return undefined;
  }

  override update({ element }: ElementPart, [properties]: [Readonly<Record<string, string>>]): undefined {
    const { style } = element as HTMLElement;
    for (const [name, value] of Object.entries(properties)) {
      style.setProperty(name, value);
    }
    return undefined;
  }
}

/** `<div ${elementStyle({ height: '3px' })}>` */
export const elementStyle = directive(ElementStyle);
