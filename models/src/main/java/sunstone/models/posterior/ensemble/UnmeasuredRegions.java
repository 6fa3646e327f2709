package sunstone.models.posterior.ensemble;

import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import sunstone.models.crystallography.LaueGroup;
import sunstone.models.crystallography.Quaternions;
import sunstone.models.map.EbsdPoint;
import sunstone.models.map.ScanGrid;
import sunstone.models.polarizedlight.PlRegions;
import sunstone.models.polarizedlight.VisibleAxis;
import sunstone.models.polarizedlight.registration.AxisConstraint;
import sunstone.models.polarizedlight.registration.RegisteredPl;
import sunstone.models.posterior.sampler.Noise;
import sunstone.models.prior.CandidateFills;

/**
 * Grains without a point, as far as light tells them: its regions in which nothing was measured.
 *
 * <p>There draws of the network follow the light too little and the points too much: their axes are 8 to 15 degrees off
 * (median) where light knows them to 2, and they take the branch and the turn about the axis of points that look alike,
 * which the truth need not. So a drawn member differs there from what it copies as often and as much as measured points
 * do from others that look like them, and lies off the light as far as these do ({@link Lookalikes}), all pixels of a
 * region alike.
 */
final class UnmeasuredRegions {
    /** Smaller regions are slivers of boundaries, whose light is a mixture. */
    private static final int LEAST_PX = 4;
    /** Axes come from a table, in steps of so much, degrees. */
    private static final double TABLE_DEG = 5;
    /** Random numbers that a region takes. */
    private static final int NUMBERS = 4;

    private static final int NOT_OPEN = -1;

    private final LaueGroup laue;
    private final PlRegions regions;
    private final AxisConstraint axes;
    private final Lookalikes lookalikes;
    /** Regions without a point, and how unlike its nearest point each looks. */
    private final int[] open;

    private final double[] unlike;
    /** Place of each region among those, or {@link #NOT_OPEN}. */
    private final int[] place;

    /**
     * The regions of one look.
     *
     * @param view light that is as the optics say
     * @param regions of that light
     */
    UnmeasuredRegions(ScanGrid grid, LaueGroup laue, RegisteredPl view, PlRegions regions, List<EbsdPoint> points) {
        this.laue = laue;
        this.regions = regions;
        this.axes = new AxisConstraint(view, laue);
        this.lookalikes = new Lookalikes(grid, laue, view, axes, regions, points);
        boolean[] measured = new boolean[regions.count()];
        points.forEach(p -> measured[regions.at(grid.index(p.row(), p.col()))] = true);
        this.open = IntStream.range(0, measured.length)
                .filter(r -> !measured[r] && regions.size(r) >= LEAST_PX && view.covers(regions.middle(r)))
                .toArray();
        this.place = new int[measured.length];
        Arrays.fill(place, NOT_OPEN);
        for (int k = 0; k < open.length; k++) {
            place[open[k]] = k;
        }
        int[] middle = IntStream.of(open).map(regions::middle).toArray();
        int[] nearest = CandidateFills.lookalikes(grid, view, points, middle, regions::at);
        this.unlike = IntStream.range(0, open.length)
                .mapToDouble(k -> nearest[k] < 0 ? 0 : Lookalikes.unlike(view, middle[k], nearest[k]))
                .toArray();
    }

    /** A fill, turned in these regions where its axes lie further off the light than those of points do. */
    float[] turn(float[] fill) {
        return axes.turn(fill, i -> place[regions.at(i)] != NOT_OPEN, Math.max(TABLE_DEG, lookalikes.mostOffDeg()));
    }

    /**
     * A drawn member, turned where it contradicts light, that differs from what it copies in each of these regions.
     *
     * @param noise of the round
     * @param number of the member
     */
    float[] redraw(float[] member, Noise noise, int number) {
        Lookalikes.Case[] drawn = IntStream.range(0, open.length)
                .mapToObj(k -> {
                    long first = first(open[k]);
                    return lookalikes.draw(unlike[k], noise.uniform(number, first), noise.uniform(number, first + 1));
                })
                .toArray(Lookalikes.Case[]::new);
        float[] out = axes.turn(
                axes.turn(member),
                i -> {
                    int k = place[regions.at(i)];
                    return k != NOT_OPEN && !drawn[k].same();
                },
                0);
        for (int k = 0; k < open.length; k++) {
            if (!drawn[k].same()) {
                vary(out, open[k], drawn[k], noise, number);
            }
        }
        return out;
    }

    /**
     * The first of the random numbers of a region: by place, so that regions draw the same whatever others there are.
     */
    private long first(int region) {
        return (long) NUMBERS * regions.middle(region);
    }

    private void vary(float[] member, int region, Lookalikes.Case by, Noise noise, int number) {
        double half = Math.toRadians(by.turnDeg()) / 2 * (noise.uniform(number, first(region) + 2) < 0.5 ? -1 : 1);
        double[] about = {Math.cos(half), 0, 0, Math.sin(half)};
        double direction = 2 * Math.PI * noise.uniform(number, first(region) + 3);
        double tilt = Math.toRadians(by.offDeg()) / 2;
        double[] off = {Math.cos(tilt), Math.sin(tilt) * Math.cos(direction), Math.sin(tilt) * Math.sin(direction), 0};
        Quaternions.multiply(off, 0, about, 0, about, 0); // of the crystal: about c, then c off its axis
        double[] q = new double[4];
        regions.pixels(region).forEach(i -> {
            for (int j = 0; j < 4; j++) {
                q[j] = member[4 * i + j];
            }
            if (by.mirrored()) {
                VisibleAxis.mirror(q);
            }
            Quaternions.multiply(about, 0, q, 0, q, 0);
            laue.reduce(q, 0, q, 0);
            for (int j = 0; j < 4; j++) {
                member[4 * i + j] = (float) q[j];
            }
        });
    }
}
