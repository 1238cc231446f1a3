"""The desk of an event."""

from tests.standing.routes.route import Route

DESK = {
    "organizer.add_item": Route("POST", "staff:event.write", "{desk}/event/programme/add"),
    "organizer.add_number": Route("POST", "staff:live.write", "{desk}/live/numbers"),
    "organizer.add_stream": Route("POST", "staff:live.write", "{desk}/live/streams"),
    "organizer.announcement": Route("GET", "staff:mail.announce", "{told}"),
    "organizer.announcements": Route("GET", "staff:mail.announce", "{desk}/announcements"),
    "organizer.approve": Route("POST", "staff:offers.write", "{offer}/approve"),
    "organizer.arrange_live": Route("POST", "staff:live.write", "{desk}/live/arrange"),
    "organizer.ask_back": Route("POST", "staff:offers.write", "{offer}/ask"),
    "organizer.block_viewer": Route("POST", "staff:live.write", "{desk}/live/blocked"),
    "organizer.cancel": Route("POST", "staff:people.write", "{person}/cancel"),
    "organizer.cancel_announcement": Route("POST", "staff:mail.announce", "{told}/cancel"),
    "organizer.change_event": Route("POST", "staff:event.write", "{desk}/event/settings"),
    "organizer.change_item": Route("POST", "staff:event.write", "{desk}/event/programme/{item_id}"),
    "organizer.change_state": Route("POST", "staff:live.write", "{desk}/live/state"),
    "organizer.choose_colour": Route("POST", "staff:event.write", "{desk}/event/look/colour"),
    "organizer.choose_reminders": Route("POST", "staff:mail.write", "{desk}/reminders/choose"),
    "organizer.close_location": Route("POST", "staff:people.write", "{place}/close"),
    "organizer.components": Route("GET", "staff:account.own", "/organizer/components"),
    "organizer.demand_second_factor": Route("POST", "staff:team.write", "{desk}/second-factor"),
    "organizer.edit_announcement": Route("GET", "staff:mail.announce", "{told}/edit"),
    "organizer.edit_location": Route("POST", "staff:people.write", "{place}/edit"),
    "organizer.elsewhere": Route("GET", "staff:live.write", "{desk}/live/elsewhere"),
    "organizer.offer_elsewhere": Route("POST", "staff:live.write", "{desk}/live/elsewhere"),
    "organizer.withdraw_elsewhere": Route(
        "POST",
        "staff:live.write",
        "{desk}/live/elsewhere/www.youtube-nocookie.com/dQw4w9WgXcQ/remove",
    ),
    "organizer.encoders": Route("GET", "staff:live.write", "{desk}/live/encoders"),
    "organizer.make_ingest_key": Route("POST", "staff:live.write", "{desk}/live/encoders"),
    "organizer.revoke_ingest_key": Route(
        "POST",
        "staff:live.write",
        "{desk}/live/encoders/00000000-0000-0000-0000-000000000000/revoke",
    ),
    "organizer.end_notice": Route(
        "POST", "staff:live.write", "{desk}/live/notices/{invitation}/end"
    ),
    "organizer.event_history": Route("GET", "staff:event.write", "{desk}/event/history"),
    "organizer.event_look": Route("GET", "staff:event.write", "{desk}/event/look"),
    "organizer.event_revision": Route("GET", "staff:event.write", "{desk}/event/history/1"),
    "organizer.event_settings": Route("GET", "staff:event.write", "{desk}/event"),
    "organizer.event_texts": Route("GET", "staff:event.write", "{desk}/event/texts"),
    "organizer.give_key": Route("POST", "staff:team.write", "{desk}/team/{colleague}/key"),
    "organizer.home": Route("GET", "staff:desk.open", "/organizer/"),
    "organizer.home_approvals": Route("POST", "staff:team.write", "{desk}/offers/approvals"),
    "organizer.import_now": Route(
        "POST", "staff:people.write", "{desk}/locations/import", unbound=True
    ),
    "organizer.import_page": Route(
        "GET", "staff:people.write", "{desk}/locations/import", unbound=True
    ),
    "organizer.invite": Route("POST", "staff:team.write", "{desk}/team"),
    "organizer.arrange_wall": Route("POST", "staff:messages.write", "{desk}/messages/wall"),
    "organizer.decide_message": Route(
        "POST", "staff:messages.write", "{desk}/messages/{invitation}/decide"
    ),
    "organizer.let_speak": Route("POST", "staff:messages.write", "{desk}/messages/speak"),
    "organizer.member": Route("GET", "staff:team.write", "{desk}/team/{colleague}"),
    "organizer.change_member": Route("POST", "staff:team.write", "{desk}/team/{colleague}"),
    "organizer.new_event": Route("GET", "staff:team.write", "/organizer/new"),
    "organizer.make_event": Route("POST", "staff:team.write", "/organizer/new"),
    "organizer.recovery_key": Route("GET", "staff:team.write", "{desk}/recovery-key"),
    "organizer.keep_recovery_key": Route("POST", "staff:team.write", "{desk}/recovery-key"),
    "organizer.messages": Route("GET", "staff:messages.write", "{desk}/messages"),
    "organizer.silence_sender": Route(
        "POST", "staff:messages.write", "{desk}/messages/{invitation}/silence"
    ),
    "organizer.live": Route("GET", "staff:live.write", "{desk}/live"),
    "organizer.location": Route("GET", "staff:people.read", "{place}"),
    "organizer.locations": Route("GET", "staff:people.read", "{desk}/locations"),
    "organizer.log": Route("GET", "staff:log.own", "{desk}/log"),
    "organizer.mail": Route("GET", "staff:mail.write", "{desk}/mail"),
    "organizer.merge_location": Route("POST", "staff:people.write", "{place}/merge"),
    "organizer.move": Route("GET", "staff:people.write", "{person}/move"),
    "organizer.move_item": Route(
        "POST", "staff:event.write", "{desk}/event/programme/{item_id}/move"
    ),
    "organizer.move_location": Route("POST", "staff:people.write", "{place}/move"),
    "organizer.move_now": Route("POST", "staff:people.write", "{person}/move"),
    "organizer.neutral_letters": Route("POST", "staff:mail.write", "{desk}/mail/neutral"),
    "organizer.offer": Route("GET", "staff:offers.read", "{offer}"),
    "organizer.offers": Route("GET", "staff:offers.read", "{desk}/offers"),
    "organizer.overview": Route("GET", "staff:numbers.read", "{desk}/"),
    "organizer.pause_announcement": Route("POST", "staff:mail.announce", "{told}/pause"),
    "organizer.post_notice": Route("POST", "staff:live.write", "{desk}/live/notices"),
    "organizer.preview_event": Route("POST", "staff:event.write", "{desk}/event/preview"),
    "organizer.programme": Route("GET", "staff:event.write", "{desk}/event/programme"),
    "organizer.programme_item": Route(
        "GET", "staff:event.write", "{desk}/event/programme/{item_id}"
    ),
    "organizer.put_logo": Route("POST", "staff:event.write", "{desk}/event/look/logo"),
    "organizer.put_on_air": Route("POST", "staff:live.write", "{desk}/live/streams/1/on-air"),
    "organizer.registration": Route("GET", "staff:people.read", "{person}"),
    "organizer.registrations": Route("GET", "staff:people.read", "{desk}/registrations"),
    "organizer.registrations_csv": Route(
        "GET", "staff:people.export", "{desk}/registrations.csv", proof=True
    ),
    "organizer.registrations_xlsx": Route(
        "GET", "staff:people.export", "{desk}/registrations.xlsx", proof=True
    ),
    "organizer.reopen_location": Route("POST", "staff:people.write", "{place}/reopen"),
    "organizer.reject": Route("POST", "staff:offers.write", "{offer}/reject"),
    "organizer.release_location": Route("POST", "staff:people.write", "{place}/release"),
    "organizer.reminders": Route("GET", "staff:mail.write", "{desk}/reminders"),
    "organizer.remove": Route("POST", "staff:team.write", "{desk}/team/{colleague}/remove"),
    "organizer.remove_item": Route(
        "POST", "staff:event.write", "{desk}/event/programme/{item_id}/remove"
    ),
    "organizer.remove_number": Route("POST", "staff:live.write", "{desk}/live/numbers/1/remove"),
    "organizer.remove_stream": Route("POST", "staff:live.write", "{desk}/live/streams/1/remove"),
    "organizer.resend": Route("POST", "staff:people.write", "{person}/link"),
    "organizer.resend_host_link": Route("POST", "staff:offers.write", "{offer}/link"),
    "organizer.restore_revision": Route(
        "POST", "staff:event.write", "{desk}/event/history/1/restore"
    ),
    "organizer.resume_announcement": Route("POST", "staff:mail.announce", "{told}/resume"),
    "organizer.retry": Route("POST", "staff:mail.write", "{desk}/mail/{registration}/retry"),
    "organizer.retry_all": Route("POST", "staff:mail.write", "{desk}/mail/retry"),
    "organizer.rewrite_announcement": Route("POST", "staff:mail.announce", "{told}/edit"),
    "organizer.rollup": Route("GET", "staff:numbers.read", "{desk}/places"),
    "organizer.rollup_country": Route(
        "GET", "staff:numbers.read", "{desk}/places/DE?region=Berlin"
    ),
    "organizer.say_stream_is_on": Route("POST", "staff:mail.write", "{desk}/reminders/live"),
    "organizer.search": Route("POST", "staff:people.read", "{desk}/registrations"),
    "organizer.send_announcement": Route("POST", "staff:mail.announce", "{told}/send"),
    "organizer.specimen": Route("GET", "staff:mail.write", "{desk}/mail/letters/reminder.week/fa"),
    "organizer.specimen_html": Route(
        "GET", "staff:mail.write", "{desk}/mail/letters/reminder.week/fa/html"
    ),
    "organizer.specimens": Route("GET", "staff:mail.write", "{desk}/mail/letters"),
    "organizer.team": Route("GET", "staff:team.write", "{desk}/team"),
    "organizer.test_letter": Route(
        "POST", "staff:mail.write", "{desk}/mail/letters/reminder.week/fa/test"
    ),
    "organizer.trust": Route("POST", "staff:offers.write", "{offer}/trust"),
    "organizer.turn_event": Route("POST", "staff:event.write", "{desk}/event/state"),
    "organizer.unblock_viewer": Route(
        "POST", "staff:live.write", "{desk}/live/blocked/abcdefgh23456722/open"
    ),
    "organizer.watchers": Route("GET", "staff:live.write", "{desk}/live/watchers"),
    "organizer.withdraw": Route(
        "POST", "staff:team.write", "{desk}/team/invitations/{invitation}/withdraw"
    ),
    "organizer.write_announcement": Route("POST", "staff:mail.announce", "{desk}/announcements"),
    "organizer.write_event_texts": Route("POST", "staff:event.write", "{desk}/event/texts"),
}
