"""Every column that points to a person, and what signing in does with a guest's rows there."""

BELONGINGS = {
    "attempts.person_id": "moved; one whose key the account has used already is that same attempt and goes",
    "marks.person_id": "joined: where both have the mark it stays once, and the question's count falls by one",
    "guesses.person_id": "joined: where both guessed the same the account's stays",
    "reveals.person_id": "joined: where both have it the account's stays",
    "login_sessions.person_id": "ended: the account begins a new session",
    "api_tokens.person_id": "none: only an account has tokens",
    "mail_links.person_id": "cleared: the sign-up that a guest began still opens its account",
    "seed_uploads.person_id": "none: only staff upload",
    "unlocks.person_id": "none: only an account is unlocked",
}
