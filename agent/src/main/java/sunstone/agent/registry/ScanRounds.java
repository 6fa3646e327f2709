package sunstone.agent.registry;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import sunstone.agent.journal.RoundFigures;
import sunstone.agent.round.CarriedNote;
import sunstone.agent.round.Round;
import sunstone.agent.view.ScanView;
import sunstone.connectors.retry.Backoff;
import sunstone.models.polarizedlight.calibration.LearntLight;
import sunstone.models.posterior.PosteriorSampler;

/** Rounds of one scan: the newest one of this run of the agent, how those before went, and when a degraded one is tried again. */
public final class ScanRounds {
    private static final int LONGEST_HISTORY = 2000;

    private final List<ScanView.Step> history = new ArrayList<>();
    private @Nullable Round newest;
    private @Nullable Instant newestAt;
    private @Nullable Instant drawingSince;
    private PosteriorSampler.@Nullable Progress progress;
    private double inferenceMs;
    private int degradedInARow;
    private Instant retryAt = Instant.MIN;

    /** A round begins to be drawn, or ends if there is no time. */
    public void drawing(@Nullable Instant begun) {
        drawingSince = begun;
        progress = null;
    }

    /** Members of the round that is drawn; true if there are more than before. */
    public boolean drawn(PosteriorSampler.Progress now) {
        boolean news = !now.equals(progress);
        progress = now;
        return news;
    }

    /** Members of the round that is drawn; null while none are counted. */
    public PosteriorSampler.@Nullable Progress progress() {
        return progress;
    }

    /** Notes how a round went; the next attempt of a degraded one is put off ever longer. */
    public void tried(boolean degraded, Instant now) {
        degradedInARow = degraded ? degradedInARow + 1 : 0;
        retryAt = degraded ? now.plus(Backoff.PATIENT.after(degradedInARow)) : Instant.MIN;
    }

    /** Keeps a round that is being published. */
    public void keep(Round done, double ms, Instant now) {
        newest = done;
        newestAt = now;
        inferenceMs = ms;
        step(new ScanView.Step(
                done.revision(), done.measurements(), done.meanUncertaintyDeg(), done.upperMeanDeg(), now));
    }

    /** Takes in the rounds of earlier runs of the agent, oldest first: the curve goes on where it was. */
    public void retrace(List<RoundFigures> earlier) {
        for (RoundFigures f : earlier) {
            step(new ScanView.Step(f.revision(), f.measurements(), f.meanUncertaintyDeg(), f.upperMeanDeg(), f.at()));
            inferenceMs = f.inferenceMs();
        }
    }

    private void step(ScanView.Step next) {
        if (history.size() == LONGEST_HISTORY) {
            history.remove(0);
        }
        history.add(next);
    }

    /** The newest round, or null before the first. */
    @Nullable
    public Round newest() {
        return newest;
    }

    /** When it was published, or null. */
    @Nullable
    public Instant newestAt() {
        return newestAt;
    }

    /** Since when a round is being drawn, or null if none is. */
    @Nullable
    public Instant drawingSince() {
        return drawingSince;
    }

    /** Time that the newest round took, milliseconds; 0 before the first. */
    public double inferenceMs() {
        return inferenceMs;
    }

    /** The rounds, oldest first. */
    public List<ScanView.Step> history() {
        return history;
    }

    /** Why the newest round had to do without its sampler, if it had to. */
    public Optional<String> degraded() {
        return Optional.ofNullable(newest).map(Round::degraded);
    }

    /** What the points have taught of the light by the newest round; empty without light or round. */
    public Optional<LearntLight> light() {
        return Optional.ofNullable(newest).map(Round::light);
    }

    /** What the section below told, by the newest round; empty without one or without a round. */
    public Optional<CarriedNote> carried() {
        return Optional.ofNullable(newest).map(round -> CarriedNote.of(round.snapshot()));
    }

    /** Whether the newest round is degraded and it is time to try it again. */
    public boolean retryDue(Instant now) {
        return degraded().isPresent() && !now.isBefore(retryAt);
    }
}
