package sunstone.agent.evaluation.report;

/** Every figure of the report in a sentence. */
final class Glossary {
    static final String[][] ENTRIES = {
        {
            "map",
            "What made the published map: \"ensemble\" is the prior conditioned on points and polarized light, \"nearest\""
                    + " gives every pixel the orientation of the measured point nearest in position and polarized light."
        },
        {
            "points",
            "EBSD measurements spent, those that could not be indexed included; fraction is the same as a share of the"
                    + " truth's indexed pixels."
        },
        {
            "to 5 deg, to target, reached",
            "Smallest number of points from which the mean error stays at or below 5 degrees, or the target, to the end;"
                    + " median over runs; \">\" if it never does. And how many of the runs are at the target in the end."
        },
        {
            "classical",
            "The same of the best classical fill of the very same points, the better of \"best fill\" and \"aligned\" at every"
                    + " checkpoint."
        },
        {
            "mean, median, p95",
            "Disorientation (smallest angle over all symmetric equivalents) of the published map to the truth over every"
                    + " indexed pixel, in degrees. The truth is itself a measurement, with noise of a few tenths of a degree."
        },
        {
            "fill",
            "Mean error of the nearest-neighbour fill of the very same points: what the classical rule would publish."
        },
        {
            "best fill, aligned",
            "Mean error of the same fill with the weight of polarized light that turns out best for these points (0.1, 0.3, 1,"
                    + " 3, 10 or 30, chosen run by run by who knows the truth), with light as it is or denoised, whichever is"
                    + " better; and the same on light that is registered by the points and smoothed as the ensemble's is."
        },
        {
            "better",
            "Error of the better of these two, run by run, over the mean error: above 1 the map beats every such fill."
        },
        {"within 5", "Share of pixels whose disorientation to the truth is 5 degrees or less."},
        {
            "grains",
            "Share of the truth's grains (4-connected at 5 degrees, 10 pixels and more) that have more than half of their"
                    + " pixels within 5 degrees."
        },
        {
            "boundary",
            "Harmonic mean of the share of the map's boundary pixels that lie within one pixel of a true boundary and the"
                    + " share of true boundary pixels within one pixel of the map's."
        },
        {
            "cover 90",
            "Share of pixels whose truth lies in the ball around the published orientation that holds 90% of the ensemble:"
                    + " 0.9 is honest, less is overconfident. The ball is taken at position 0.9 (M + 1) among the M sorted"
                    + " disorientations of the members, linear between them, at the last one where the position lies beyond."
        },
        {
            "spread/err",
            "Root mean square spread of the ensemble over the root mean square error of its map, with the correction for"
                    + " few members: 1 is honest, less is overconfident."
        },
        {"ms", "Wall time of the last inference of a run, in milliseconds, on the machine named above."},
        {"passes", "Evaluations of the network per member of the last ensemble of a run."},
        {
            "uncertainty",
            "Expected disorientation of the published map to the truth, as the agent itself states it without knowing the"
                    + " truth."
        },
        {
            "beam s",
            "Time at the instrument in seconds: frames of polarized light, travel, settling, dwell, and waiting for inference"
                    + " on the machine named above (instrumentSeconds + waitSeconds in report.json)."
        },
        {
            "stopped, right, late",
            "Points at which the agent would have stopped by itself (mean over the runs that stop), because the mean error is"
                    + " at most the target with a probability of 90% by its own calibrated estimate; how many of these"
                    + " stops were right, the true mean error being at or below the target; and how many points after (+) or"
                    + " before (-) the true crossing they came. Runs go on to their budget all the same."
        }
    };

    private Glossary() {}
}
