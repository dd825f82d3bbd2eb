import { drawFor, topics } from "./random.ts";

const given =
  `Ava Ben Carla Daniel Elena Farid Grace Hugo Ines Jamal Keiko Liam Maya Noah Olivia Pavel Quinn Rosa Samir Tara
Uma Victor Wendy Xavier Yusuf Zoe Amara Bruno Chloe Diego Emma Felix Greta Hassan Isla Jonas Kavya Lucas Mei Nadia Omar Priya
Rafael Sofia Theo Valeria Willa Yara Aisha Caleb`.split(/\s+/);

const family =
  `Adams Bauer Chen Diaz Evans Fischer Garcia Hughes Ito Johnson Kim Lopez Miller Nguyen Okafor Patel Quigley Rossi
Singh Taylor Ueda Varga Walker Xu Young Zhang Ahmed Brown Costa Davis Eriksen Flores Green Hall Ibrahim Jones Khan Lee Moore
Novak Ortiz Park Reed Silva Thomas Vega White Yilmaz Santos Cohen`.split(/\s+/);

export type Person = { name: string; email: string | null; phone: string | null };

/** Name and addresses of a customer (positive number) or tutor (negative): drawn when printed, never kept. */
export function personOf(seed: number, number: number): Person {
  const draw = drawFor(seed, topics.person, number);
  const first = draw.pick(given);
  const last = draw.pick(family);
  const mailbox = `${first}.${last}.${Math.abs(number)}`.toLowerCase();
  const domain = number < 0 ? "tutors.example.com" : "example.com";
  const phone = `+1555${String(draw.between(0, 9_999_999)).padStart(7, "0")}`;
  return {
    name: `${first} ${last}`,
    email: draw.chance(0.97) ? `${mailbox}@${domain}` : null,
    phone: draw.chance(0.85) ? phone : null,
  };
}
