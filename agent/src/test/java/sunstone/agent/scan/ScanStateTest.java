package sunstone.agent.scan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.InstanceOfAssertFactories.type;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import sunstone.connectors.message.Reason;
import sunstone.models.crystallography.LaueGroup;
import sunstone.models.map.OrientationMap;
import sunstone.models.map.Phase;
import sunstone.models.map.ScanGrid;
import sunstone.models.polarizedlight.PlScaling;
import sunstone.models.posterior.carry.CarriedOver;
import sunstone.models.posterior.carry.FinishedSection;

class ScanStateTest {
    private static final Instant T0 = Instant.parse("2026-01-01T00:00:00Z");
    private static final WaitLimits PACE = new WaitLimits(Duration.ofSeconds(60), Duration.ofSeconds(30));
    private static final ScanGrid GRID = new ScanGrid(8, 10, 1);

    @SuppressWarnings("NullAway") // it does not see the nullness of a record's array component
    private static final Scan SCAN =
            new Scan("s1", GRID, new Phase(2, "alpha", LaueGroup.HEXAGONAL), Set.of(1, 2), 6, Budget.UNLIMITED, null);

    private ScanState state;

    @BeforeEach
    void open() {
        state = new ScanState(SCAN, PlScaling.canonical(), T0);
    }

    @Test
    void reading_indexed_joinsTheSnapshot() {
        assertThat(state.reading(at(3, 4), 7, T0)).isEqualTo(Ingest.ACCEPTED);

        assertThat(state.snapshot().points()).hasSize(1);
        assertThat(state.measured(34)).isTrue();
        assertThat(state.newestSeq()).isEqualTo(7);
    }

    @Test
    void carry_pointsContradictIt_isTakenBackUntilTheyAgreeAgain() {
        double[] q = new double[4 * GRID.size()];
        for (int i = 0; i < q.length; i += 4) {
            q[i] = 1;
        }
        float[] member = new float[q.length];
        for (int i = 0; i < q.length; i++) {
            member[i] = (float) q[i];
        }
        FinishedSection below = FinishedSection.of(
                OrientationMap.full(GRID, LaueGroup.HEXAGONAL, q),
                new float[GRID.size()],
                List.of(member, member),
                null,
                null);
        state.carry(below, 1);
        CarriedOver carried = state.snapshot().carried();
        assertThat(carried).isNotNull();

        for (int col = 0; col < 3; col++) {
            state.reading(new Reading(2, col, 2, Math.sqrt(0.5), Math.sqrt(0.5), 0, 0, 1), 7 + col, T0);
        }
        assertThat(state.snapshot().carried()).isNull();
        for (int col = 0; col < 9; col++) {
            state.reading(new Reading(5, col, 2, 1, 0, 0, 0, 1), 20 + col, T0);
        }
        assertThat(state.snapshot().carried()).isSameAs(carried);
    }

    @Test
    void reading_twice_isADuplicate() {
        state.reading(at(3, 4), 7, T0);

        assertThat(state.reading(at(3, 4), 7, T0)).isEqualTo(Ingest.DUPLICATE);
        assertThat(state.snapshot().points()).hasSize(1);
        assertThat(state.measurements()).isEqualTo(1);
        assertThat(state.duplicates()).isEqualTo(1);
    }

    @Test
    void reading_notIndexedOrOtherPhase_countsButIsNoPoint() {
        state.reading(Reading.notIndexed(0, 0), 1, T0);
        state.reading(new Reading(0, 1, 1, 1, 0, 0, 0, 1), 1, T0);

        assertThat(state.snapshot().points()).isEmpty();
        assertThat(state.measurements()).isEqualTo(2);
        RoundInput in = state.begin(T0);
        assertThat(in.visited()[0] && in.visited()[1]).isTrue();
        assertThat(in.failed()[0] && in.failed()[1]).isTrue();
    }

    @Test
    void reading_badValues_areRejectedWithReason() {
        assertRejected(at(8, 0), Reason.OUTSIDE_GRID, "row 8, col 0 of a grid of 8 x 10");
        assertRejected(new Reading(0, 0, 2, Double.NaN, 0, 0, 0, 1), Reason.NOT_FINITE, "NaN");
        assertRejected(new Reading(0, 0, 3, 1, 0, 0, 0, 1), Reason.UNKNOWN_PHASE, "phase 3");
        assertRejected(new Reading(0, 0, 2, 1, 0, 0, 0, 1.5), Reason.OUT_OF_RANGE, "1.5");
        assertThat(state.rejected()).isEqualTo(4);
        assertThat(state.measurements()).isZero();
    }

    @Test
    void reading_afterClose_isRejected() {
        state.close();

        assertRejected(at(0, 0), Reason.UNKNOWN_SCAN, "s1");
    }

    @Test
    void plBand_badValues_areRejectedWithReason() {
        assertThat(state.plBand(6, 0, 0, 8, new float[80])).isInstanceOf(Ingest.Rejected.class);
        assertThat(state.plBand(0, 0, 4, 8, new float[80])).isInstanceOf(Ingest.Rejected.class);
        assertThat(state.plBand(0, 0, 0, 8, new float[79])).isInstanceOf(Ingest.Rejected.class);
        assertThat(state.plBand(0, Double.NaN, 0, 8, new float[80])).isInstanceOf(Ingest.Rejected.class);
        assertThat(state.plBand(0, 0, 0, 1, new float[] {0, 0, 0, 0, 0, 0, 0, 0, 0, Float.NaN}))
                .isInstanceOf(Ingest.Rejected.class);
    }

    @Test
    void due_framesMissing_waitsForThemButNotForever() {
        assertThat(state.due(PACE, T0)).isFalse();
        assertThat(state.due(PACE, T0.plusSeconds(60))).isTrue();

        frames();

        assertThat(state.due(PACE, T0)).isTrue();
        assertThat(state.snapshot().pl()).isNotNull();
    }

    @Test
    void due_afterARound_waitsForNews() {
        frames();
        state.begin(T0);
        assertThat(state.due(PACE, T0)).isFalse();

        state.reading(at(1, 1), 1, T0);

        assertThat(state.due(PACE, T0)).isTrue();
    }

    @Test
    void due_batchUnderWay_waitsForItsLastPoint() {
        frames();
        state.begin(T0);
        state.commanded("c", "s1/r1", List.of(new Pixel(1, 1), new Pixel(2, 2)), T0);

        state.reading(at(1, 1), 1, T0);
        assertThat(state.due(PACE, T0)).isFalse();
        state.reading(at(2, 2), 2, T0);
        assertThat(state.due(PACE, T0)).isTrue();
    }

    @Test
    void due_batchStalls_goesOnWithoutTheRest() {
        frames();
        state.begin(T0);
        state.commanded("c", "s1/r1", List.of(new Pixel(1, 1), new Pixel(2, 2)), T0);
        state.reading(at(1, 1), 1, T0.plusSeconds(1));

        assertThat(state.due(PACE, T0.plusSeconds(30))).isFalse();
        assertThat(state.due(PACE, T0.plusSeconds(31))).isTrue();
        assertThat(state.begin(T0.plusSeconds(31)).visited()[22]).isFalse();
    }

    @Test
    void due_instrumentSilent_doesNotFloodItWithCommands() {
        frames();
        state.begin(T0);
        state.commanded("c", "s1/r1", List.of(new Pixel(1, 1)), T0);

        assertThat(state.due(PACE, T0.plus(Duration.ofDays(1)))).isFalse();
    }

    @Test
    void receipt_refused_excludesThePointsAndGoesOn() {
        frames();
        state.begin(T0);
        state.commanded("c", "s1/r1", List.of(new Pixel(1, 1)), T0);

        assertThat(state.receipt("c", true, T0)).isTrue();

        assertThat(state.due(PACE, T0)).isTrue();
        assertThat(state.begin(T0).visited()[11]).isTrue();
    }

    @Test
    void begin_pendingPixels_areVisitedButNotMeasured() {
        state.commanded("c", "s1/r1", List.of(new Pixel(1, 1)), T0);

        RoundInput in = state.begin(T0);

        assertThat(in.visited()[11]).isTrue();
        assertThat(in.failed()[11]).isFalse();
        assertThat(in.pending()).isEqualTo(1);
    }

    @Test
    void approve_currentSuggestion_givesItsPoints() {
        state.offered(offer(1));

        assertThat(state.approve("s1/r1", T0))
                .isEqualTo(new Verdict.Approved("s1/r1", List.of(new Pixel(1, 0), new Pixel(1, 1))));
    }

    @Test
    void approve_unknownExpiredOvertakenOrDecided_isRefused() {
        state.offered(offer(1));
        assertRefused(state.approve("s1/r9", T0), "no such");
        assertRefused(state.approve("s1/r1", T0.plusSeconds(600)), "expired");
        state.offered(offer(2));
        assertRefused(state.approve("s1/r1", T0), "overtaken by revision 2");
        state.commanded("c", "s1/r2", List.of(new Pixel(2, 0)), T0);
        assertRefused(state.approve("s1/r2", T0), "decided before");
        assertThat(state.refusedDecisions()).isEqualTo(4);
    }

    @Test
    void edit_pointsOutside_isRefused() {
        state.offered(offer(1));

        assertRefused(state.edit("s1/r1", List.of(new Pixel(0, 10)), T0), "row 0, col 10");
        assertThat(state.edit("s1/r1", List.of(new Pixel(0, 9)), T0)).isInstanceOf(Verdict.Approved.class);
    }

    @Test
    void deny_currentSuggestion_isNeverProposedAgain() {
        frames();
        state.begin(T0);
        state.offered(offer(1));

        assertThat(state.deny("s1/r1", T0)).isInstanceOf(Verdict.Denied.class);

        assertThat(state.due(PACE, T0)).isTrue();
        RoundInput in = state.begin(T0);
        assertThat(in.visited()[10] && in.visited()[11]).isTrue();
        assertThat(in.revision()).isEqualTo(2);
    }

    @Test
    void due_suggestionExpires_isRenewed() {
        frames();
        state.begin(T0);
        state.offered(offer(1));

        assertThat(state.due(PACE, T0.plusSeconds(599))).isFalse();
        assertThat(state.due(PACE, T0.plusSeconds(600))).isTrue();
    }

    private void frames() {
        for (int f = 0; f < 6; f++) {
            assertThat(state.plBand(f, 30 * f, 0, 8, new float[80])).isEqualTo(Ingest.ACCEPTED);
        }
    }

    private static SuggestionRecord offer(int revision) {
        return new SuggestionRecord(
                "s1/r" + revision,
                revision,
                List.of(new Pixel(revision, 0), new Pixel(revision, 1)),
                T0,
                T0.plusSeconds(600),
                null);
    }

    private static Reading at(int row, int col) {
        return new Reading(row, col, 2, 1, 0, 0, 0, 0.9);
    }

    private void assertRejected(Reading r, Reason reason, String detail) {
        assertThat(state.reading(r, 1, T0))
                .asInstanceOf(type(Ingest.Rejected.class))
                .satisfies(x -> {
                    assertThat(x.reason()).isEqualTo(reason);
                    assertThat(x.detail()).contains(detail);
                });
    }

    private static void assertRefused(Verdict v, String reason) {
        assertThat(v).asInstanceOf(type(Verdict.Refused.class)).satisfies(x -> assertThat(x.reason())
                .contains(reason));
    }
}
