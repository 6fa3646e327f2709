package sunstone.agent.evaluation;

import org.jspecify.annotations.Nullable;
import sunstone.agent.calibration.CalibrationState;
import sunstone.agent.scan.ScanState;
import sunstone.models.posterior.Posterior;
import sunstone.models.posterior.Snapshot;
import sunstone.models.posterior.carry.CarryOver;
import sunstone.models.posterior.carry.FinishedSection;
import sunstone.models.posterior.carry.SectionOpening;

/** Beginning of one section of a specimen: its instrument, and what the section below it left. One thread owns it. */
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
        return new SectionStart(instrument, null, CalibrationState.NOTHING, 0);
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
        return new SectionStart(
                instrument,
                FinishedSection.of(
                        posterior.map(),
                        posterior.uncertaintyDeg(),
                        posterior.members(),
                        snapshot.calibratedLight(),
                        snapshot.learntLight()),
                before.learnt().lasting(),
                depthPx);
    }

    long instrument() {
        return instrument;
    }

    /** What the sections before taught about ensembles. */
    CalibrationState learnt() {
        return learnt;
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
