package sunstone.agent.evaluation;

import java.util.List;
import org.jspecify.annotations.Nullable;
import sunstone.agent.calibration.CalibrationState;
import sunstone.agent.calibration.ErrorBound;
import sunstone.agent.scan.ScanState;
import sunstone.models.posterior.Posterior;
import sunstone.models.posterior.Snapshot;
import sunstone.models.posterior.carry.CarryOver;
import sunstone.models.posterior.carry.FinishedSection;
import sunstone.models.posterior.carry.SectionOpening;

/** What one section of a specimen begins with: its instrument, and what the section below it left. One thread owns it. */
final class SectionStart {
    private final long instrument;
    private final @Nullable FinishedSection below;
    private final CalibrationState learnt;
    private final double depthPx;
    private CarryOver.Opening opening = new CarryOver.Opening(null, "no section before it");

    private SectionStart(long instrument, @Nullable FinishedSection below, CalibrationState learnt, double depthPx) {
        this.instrument = instrument;
        this.below = below;
        this.learnt = learnt;
        this.depthPx = depthPx;
    }

    /** A section that nothing is carried over to. */
    static SectionStart alone(long instrument) {
        return new SectionStart(instrument, null, learnt(List.of()), 0);
    }

    /**
     * A section above or below one that is finished.
     *
     * @param instrument seed of the laboratory
     * @param before how the other one ended
     * @param depthPx distance of the two, pixels
     */
    static SectionStart after(long instrument, ClosedLoop.Outcome before, double depthPx) {
        Snapshot snapshot = before.scene().snapshot();
        Posterior posterior = before.scene().posterior();
        // how far claims may be believed is a matter of prior and specimen; surprises are of their own section
        List<ErrorBound.Innovation> lasting = before.learnt().innovations().stream()
                .filter(i -> !i.surprise())
                .toList();
        return new SectionStart(
                instrument,
                FinishedSection.of(
                        posterior.map(),
                        posterior.uncertaintyDeg(),
                        posterior.members(),
                        snapshot.calibratedLight(),
                        snapshot.learntLight()),
                learnt(lasting),
                depthPx);
    }

    private static CalibrationState learnt(List<ErrorBound.Innovation> innovations) {
        return new CalibrationState(0, 0, 0, 0, innovations, List.of(), List.of());
    }

    long instrument() {
        return instrument;
    }

    /** What the sections before taught about ensembles; nothing where nothing was carried over. */
    CalibrationState learnt() {
        return opening.carried() == null ? learnt(List.of()) : learnt;
    }

    /** Hands over, once the light of the new section is there. */
    void carry(ScanState state) {
        if (below != null) {
            state.carry(below, depthPx);
            SectionOpening opened = state.snapshot().opening();
            opening = opened == null ? opening : opened.result();
        }
    }

    /** What came of it. */
    CarryOver.Opening opening() {
        return opening;
    }
}
