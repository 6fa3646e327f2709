package sunstone.agent.policy.rule;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import sunstone.agent.policy.Candidate;
import sunstone.agent.policy.Hash;
import sunstone.agent.policy.PolicyInput;
import sunstone.agent.policy.Travel;
import sunstone.models.crystallography.LaueGroup;
import sunstone.models.crystallography.Quaternions;
import sunstone.models.map.EbsdPoint;
import sunstone.models.map.OrientationMap;
import sunstone.models.map.ScanGrid;
import sunstone.models.polarizedlight.PlImage;
import sunstone.models.polarizedlight.stack.PlFit;
import sunstone.models.posterior.Posterior;
import sunstone.models.posterior.Snapshot;

/** Policies that look at the members: eight of them on a map with a few regions of known disagreement. */
class EnsemblePoliciesTest {
    private static final ScanGrid GRID = new ScanGrid(40, 40, 1);
    private static final int MEMBERS = 8;

    /** A grain of 12 x 12 pixels where half of the members see 20 degrees. */
    private static boolean inGrain(int pixel) {
        return row(pixel) >= 4 && row(pixel) < 16 && col(pixel) >= 4 && col(pixel) < 16;
    }

    /** A smaller grain, 6 x 6, where other members disagree. */
    private static boolean inSmallGrain(int pixel) {
        return row(pixel) >= 28 && row(pixel) < 34 && col(pixel) >= 28 && col(pixel) < 34;
    }

    /** A boundary, one pixel wide, where the members see up to 80 degrees, every pixel in a way of its own. */
    private static boolean onBoundary(int pixel) {
        return col(pixel) == 22;
    }

    private static int angle(int member, int pixel) {
        if (inGrain(pixel)) {
            return member % 2 == 0 ? 20 : 0;
        }
        if (inSmallGrain(pixel)) {
            return member < 4 ? 20 : 0;
        }
        return onBoundary(pixel) ? (int) (80 * Hash.unit(member, pixel)) : 0;
    }

    @Test
    void expectedGain_boundaryMoreUncertain_largeGrainFirst() {
        Candidate first = suggest("expected-gain", new boolean[GRID.size()], 1).get(0);

        assertThat(inGrain(pixel(first))).isTrue();
        assertThat(suggest("max-variance", new boolean[GRID.size()], 1))
                .allSatisfy(c -> assertThat(onBoundary(pixel(c))).isTrue());
    }

    @Test
    void expectedGain_batch_asksEveryGrainOnceBeforeTheBoundary() {
        List<Candidate> two = suggest("expected-gain", new boolean[GRID.size()], 2);

        assertThat(two).anySatisfy(c -> assertThat(inGrain(pixel(c))).isTrue());
        assertThat(two).anySatisfy(c -> assertThat(inSmallGrain(pixel(c))).isTrue());
    }

    @Test
    void expectedGain_pointUnderWay_isNotAskedForAgain() {
        boolean[] visited = new boolean[GRID.size()];
        visited[GRID.index(10, 10)] = true; // commanded, not measured yet

        assertThat(inSmallGrain(pixel(suggest("expected-gain", visited, 1).get(0))))
                .isTrue();
    }

    @Test
    void expectedGain_gain_isTheFallOfTheMeanSpreadAtMost() {
        Candidate first = suggest("expected-gain", new boolean[GRID.size()], 1).get(0);

        // 16 of the 28 pairs of members are 20 degrees apart in 144 of 1600 pixels, none would be afterwards
        double most = 20.0 * 16 / 28 * 144 / 1600;
        assertThat(first.expectedGainDeg()).isBetween(0.8 * most, most);
        assertThat(first.why()).contains("next best row");
    }

    /** What is told of a point and of the one next to it is one quantity, by which they were ranked. */
    @Test
    void expectedGain_runnerUp_isNeverBetterByTheQuantityThatIsTold() {
        Pattern told = Pattern.compile(
                "^([<0-9.]+) degrees of the map's mean error per second.*next best row .* with ([<0-9.]+) per second");
        int runnersUp = 0;
        for (Candidate c : suggest("expected-gain", new boolean[GRID.size()], 8)) {
            Matcher m = told.matcher(c.why());
            if (m.find()) {
                runnersUp++;
                assertThat(Double.parseDouble(m.group(1).replace("<", "")))
                        .as(c.why())
                        .isGreaterThanOrEqualTo(Double.parseDouble(m.group(2).replace("<", "")));
            }
        }
        assertThat(runnersUp).isGreaterThan(2);
    }

    /** Outside of a preferred region nothing is learnt, so nothing of it counts as explained. */
    @Test
    void expectedGain_restOfTheMapUnwanted_gainsWhatItWouldAlone() {
        boolean[] outside = new boolean[GRID.size()];
        for (int i = 0; i < outside.length; i++) {
            outside[i] = !inGrain(i);
        }
        PolicyInput all = new PolicyInput(snapshot(20, 20), posterior(), new boolean[GRID.size()], 1, 1);

        Candidate alone = Policies.of("expected-gain").suggest(all, 1).get(0);
        Candidate inside =
                Policies.of("expected-gain").suggest(all.without(outside), 1).get(0);

        assertThat(inGrain(pixel(inside))).isTrue();
        assertThat(inside.expectedGainDeg()).isGreaterThan(0.9 * alone.expectedGainDeg());
    }

    @Test
    void expectedGain_slowStage_prefersWhatIsNear() {
        Travel slow = new Travel(1, 0, 100);
        PolicyInput in = new PolicyInput(
                snapshot(30, 30), posterior(), new boolean[GRID.size()], new boolean[GRID.size()], slow, 1, 1);

        Candidate first = Policies.of("expected-gain").suggest(in, 1).get(0);

        assertThat(inSmallGrain(pixel(first))).isTrue(); // where the beam stands, though it is worth less
    }

    @Test
    void expectedGain_withoutEnsemble_isThatOfKCenter() {
        PolicyInput in = new PolicyInput(
                snapshot(20, 20),
                new Posterior(posterior().map(), new float[GRID.size()], List.of(), 0),
                new boolean[GRID.size()],
                1,
                1);

        assertThat(Policies.of("expected-gain").suggest(in, 3))
                .extracting(EnsemblePoliciesTest::pixel)
                .containsExactlyInAnyOrderElementsOf(Policies.of("pl-k-center").suggest(in, 3).stream()
                        .map(EnsemblePoliciesTest::pixel)
                        .toList());
    }

    @Test
    void expectedGain_regionOfTheLightWithoutAPoint_isAskedInItsMiddleForAllOfIt() {
        Candidate first = suggestInTheLight(new boolean[GRID.size()], 1).get(0);

        assertThat(pixel(first)).isEqualTo(GRID.index(9, 9));
        assertThat(first.why()).contains("region of the light of 144 pixels without a point");
    }

    @Test
    void expectedGain_membersAgreeInARegionWithoutAPoint_isAskedAfterThoseInDoubt() {
        List<Candidate> batch = suggestInTheLight(new boolean[GRID.size()], 8);

        Candidate third = batch.stream()
                .filter(c -> pixel(c) == GRID.index(29, 13))
                .findFirst()
                .orElseThrow();
        Candidate doubted = batch.stream()
                .filter(c -> pixel(c) == GRID.index(9, 9))
                .findFirst()
                .orElseThrow();
        // 160 pixels where eight members agree, 144 where they do not
        assertThat(third.expectedGainDeg()).isPositive().isLessThan(0.5 * doubted.expectedGainDeg());
    }

    @Test
    void expectedGain_regionOfTheLightHasItsPoint_isTheEnsemblesToJudge() {
        boolean[] visited = new boolean[GRID.size()];
        visited[GRID.index(4, 4)] = true; // in a corner of the region, under way
        visited[0] = true;
        PolicyInput in = inTheLight(visited);

        assertThat(Policies.of("expected-gain").suggest(in, 8))
                .filteredOn(c -> inGrain(pixel(c)))
                .allSatisfy(c -> assertThat(c.why()).doesNotContain("region of the light"));
    }

    private static List<Candidate> suggestInTheLight(boolean[] visited, int count) {
        visited[0] = true; // the ground has its point
        return Policies.of("expected-gain").suggest(inTheLight(visited), count);
    }

    /**
     * Light that shows the two grains, and a third region where the members agree; cubic, so that points do not
     * calibrate it.
     */
    @SuppressWarnings("NullAway") // it does not see the nullness of a record's array component
    private static PolicyInput inTheLight(boolean[] visited) {
        float[] h = new float[PlImage.CHANNELS * GRID.size()];
        for (int i = 0; i < GRID.size(); i++) {
            boolean third = row(i) >= 20 && row(i) < 40 && col(i) >= 10 && col(i) < 18;
            h[i] = inGrain(i) ? 0.5f : inSmallGrain(i) ? -0.5f : third ? 0.9f : 0;
        }
        PlImage pl = new PlImage(GRID, h, new float[PlImage.CHANNELS]);
        Snapshot seen = new Snapshot(
                GRID, LaueGroup.CUBIC, PlFit.made(pl), snapshot(20, 20).points(), null);
        return new PolicyInput(seen, posterior(), visited, 1, 1);
    }

    @Test
    void bald_twoQuestions_asksBothBeforeEitherAgain() {
        List<Candidate> four = suggest("bald", new boolean[GRID.size()], 4);

        // the boundary tells all members apart at once and is asked first; then the tuples start anew
        assertThat(four).extracting(EnsemblePoliciesTest::pixel).doesNotHaveDuplicates();
        assertThat(onBoundary(pixel(four.get(0)))).isTrue();
        assertThat(four.get(0).why()).contains("of at most 2.08 nat");
    }

    @Test
    void ads_threeModesCloseBy_beatTwoFarApart() {
        Posterior posterior =
                posterior((member, pixel) -> pixel == 100 ? 25 * (member % 3) : pixel == 900 ? 80 * (member % 2) : 0);
        PolicyInput in = new PolicyInput(snapshot(20, 20), posterior, new boolean[GRID.size()], 1, 1);

        assertThat(pixel(Policies.of("ads").suggest(in, 1).get(0))).isEqualTo(100); // entropy counts modes
        assertThat(pixel(Policies.of("max-variance").suggest(in, 1).get(0))).isEqualTo(900);
    }

    @Test
    void gp_choice_hasTheLargestKrigingVariance() {
        int[] centres = {3, 777, 1500};
        boolean[] visited = new boolean[GRID.size()];
        Arrays.stream(centres).forEach(c -> visited[c] = true);
        PolicyInput in = new PolicyInput(snapshot(20, 20), posterior(), visited, 1, 1);

        int chosen = pixel(Policies.of("gp").suggest(in, 1).get(0));

        double most = 0;
        for (int i = 0; i < GRID.size(); i++) {
            most = Math.max(most, visited[i] ? 0 : variance(i, centres));
        }
        assertThat(variance(chosen, centres)).isCloseTo(most, org.assertj.core.data.Offset.offset(1e-9));
    }

    /** 1 - k' K^-1 k by Gaussian elimination. */
    private static double variance(int pixel, int[] centres) {
        int n = centres.length;
        double[][] a = new double[n][n + 1];
        for (int i = 0; i < n; i++) {
            for (int j = 0; j < n; j++) {
                a[i][j] = covariance(centres[i], centres[j]) + (i == j ? 1e-3 : 0);
            }
            a[i][n] = covariance(centres[i], pixel);
        }
        double[] k = {a[0][n], a[1][n], a[2][n]};
        for (int i = 0; i < n; i++) {
            for (int r = 0; r < n; r++) {
                double f = r == i ? 0 : a[r][i] / a[i][i];
                for (int c = i; c <= n; c++) {
                    a[r][c] -= f * a[i][c];
                }
            }
        }
        double v = 1;
        for (int i = 0; i < n; i++) {
            v -= k[i] * a[i][n] / a[i][i];
        }
        return v;
    }

    private static double covariance(int a, int b) {
        return Math.exp(-Math.hypot(row(a) - row(b), col(a) - col(b)) / 64 / 0.16);
    }

    private static List<Candidate> suggest(String policy, boolean[] visited, int count) {
        return Policies.of(policy).suggest(new PolicyInput(snapshot(20, 20), posterior(), visited, 1, 1), count);
    }

    @SuppressWarnings("NullAway") // it does not see the nullness of a record's array component
    private static Snapshot snapshot(int beamRow, int beamCol) {
        return new Snapshot(
                GRID, LaueGroup.HEXAGONAL, null, List.of(new EbsdPoint(beamRow, beamCol, 1, 1, 0, 0, 0, 1)), null);
    }

    private static Posterior posterior() {
        return posterior(EnsemblePoliciesTest::angle);
    }

    private interface Angle {
        int of(int member, int pixel);
    }

    /** Members turned about x by angles below 90 degrees, which no symmetry shortens. */
    private static Posterior posterior(Angle angle) {
        List<float[]> members = new ArrayList<>();
        double[] q = new double[4];
        for (int m = 0; m < MEMBERS; m++) {
            float[] member = new float[4 * GRID.size()];
            for (int i = 0; i < GRID.size(); i++) {
                Quaternions.fromAxisAngle(1, 0, 0, Math.toRadians(angle.of(m, i)), q, 0);
                for (int c = 0; c < 4; c++) {
                    member[4 * i + c] = (float) q[c];
                }
            }
            members.add(member);
        }
        double[] map = new double[4 * GRID.size()];
        float[] uncertainty = new float[GRID.size()];
        for (int i = 0; i < GRID.size(); i++) {
            map[4 * i] = 1;
            for (int m = 0; m < MEMBERS; m++) {
                uncertainty[i] += (float) angle.of(m, i) / MEMBERS;
            }
        }
        return new Posterior(OrientationMap.full(GRID, LaueGroup.HEXAGONAL, map), uncertainty, members, 0);
    }

    private static int pixel(Candidate c) {
        return GRID.index(c.row(), c.col());
    }

    private static int row(int pixel) {
        return pixel / GRID.cols();
    }

    private static int col(int pixel) {
        return pixel % GRID.cols();
    }
}
