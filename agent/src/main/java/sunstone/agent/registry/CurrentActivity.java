package sunstone.agent.registry;

import java.time.Instant;
import org.jspecify.annotations.Nullable;
import sunstone.agent.scan.InstrumentWork;
import sunstone.agent.scan.ScanState;
import sunstone.agent.scan.SuggestionRecord;
import sunstone.agent.view.Activity;
import sunstone.models.posterior.PosteriorSampler;

/** Judgement of what a scan is doing, in one word for people: the first of these that holds. */
final class CurrentActivity {
    private CurrentActivity() {}

    /**
     * What a scan is doing.
     *
     * @param closedAt when it ended, or null
     */
    static Activity of(ScanState state, ScanRounds rounds, @Nullable Instant closedAt) {
        SuggestionRecord offer = state.current();
        InstrumentWork instrument = state.instrument();
        Instant paused = state.constraints().pausedAt();
        Instant asked = instrument.measuringSince();
        Instant drawing = rounds.drawingSince();
        if (closedAt != null) {
            return new Activity(Activity.Kind.CLOSED, closedAt, null, null, null, offer == null ? null : offer.stop());
        }
        if (paused != null) {
            String by = state.constraints().pausedBy();
            return new Activity(Activity.Kind.PAUSED, paused, null, null, null, by);
        }
        if (asked != null) {
            int all = instrument.asked();
            int left = instrument.missing();
            return new Activity(Activity.Kind.MEASURING, asked, all - left, all, instrument.end(asked), null);
        }
        if (drawing != null) {
            double ms = rounds.inferenceMs();
            PosteriorSampler.Progress members = rounds.progress();
            return new Activity(
                    Activity.Kind.DRAWING,
                    drawing,
                    members == null ? null : members.drawn(),
                    members == null ? null : members.of(),
                    ms > 0 ? drawing.plusMillis((long) ms) : null,
                    null);
        }
        if (offer != null && offer.stop() != null) {
            boolean byHand = state.constraints().stop() != null;
            Activity.Kind kind = byHand ? Activity.Kind.STOPPED : Activity.Kind.FINISHED;
            return new Activity(kind, offer.createdAt(), null, null, null, offer.stop());
        }
        if (offer != null && !state.decided(offer.suggestionId())) {
            return new Activity(Activity.Kind.DECISION, offer.createdAt(), null, null, offer.expiresAt(), null);
        }
        int due = state.scan().plFrames();
        if (state.completeFrames() < due && rounds.newest() == null) {
            return new Activity(Activity.Kind.LIGHT, state.openedAt(), state.completeFrames(), due, null, null);
        }
        return new Activity(Activity.Kind.QUEUED, instrument.lastSign(), null, null, null, null);
    }
}
