/** Numbers of sending mail, with their reasons. Set 2026-11. */

/** Below what small SMTP accounts allow (Amazon SES starts at one a second). */
export const mailsPerMinute = 60;

/** More than this to one person in a minute is a fault of ours, whatever it says. */
export const mailsPerMinuteToOne = 10;

/** With the waits below: given up after about eight hours. */
export const mostTries = 10;

/** First wait after a failed try, in seconds; it doubles up to the longest. */
export const firstWaitSeconds = 30;
export const longestWaitSeconds = 2 * 3_600;

/** A worker that holds a mail longer than this has died: the server gets 20 seconds for each step. */
export const claimMinutes = 10;
