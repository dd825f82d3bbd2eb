/** Every number of sign-in, with its reason. Set 2026-11 after OWASP ASVS 5, level 2. */

/** Long enough that length alone makes guessing hopeless; ASVS asks for 8 at least and advises 15. */
export const minPasswordLength = 12;

/** Longer ones cost scrypt no more, but a body of megabytes would cost memory. */
export const maxPasswordLength = 200;

/** People who work here daily sign in about twice a month. */
export const sessionDays = 14;

/** How long a link in a mail works: time to read mail, and no longer. */
export const resetMinutes = 60;

/** Invitations are often read after a weekend or a holiday. */
export const invitationDays = 7;

/** Tries for one account, whatever address they come from: 40 an hour, far below ASVS's 100. */
export const accountTries = { max: 10, windowSeconds: 900 };

/** Sign-ins from one address; an office of fifty behind one router still gets in at nine o'clock. */
export const addressTries = { max: 60, windowSeconds: 60 };

/** Mails for resetting from one address. */
export const resetTries = { max: 5, windowSeconds: 900 };

/** How long one process trusts what it knows of a cookie or token before it asks the database again. */
export const viewerCacheSeconds = 10;

/** How exact "last used" of an API token is; less would write at every request. */
export const tokenUseSeconds = 60;
