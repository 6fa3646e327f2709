package sunstone.agent.cli.model;

import java.io.PrintWriter;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import sunstone.models.crystallography.LaueGroup;
import sunstone.models.prior.ModelCard;
import sunstone.models.prior.OnnxPrior;

/**
 * Measurement of what a prior does to held-out generated sections, noised to known levels, against what its card says.
 */
final class ModelCheck {
    private static final int SIZE = 64;
    /** Sections are those of the card, their noise is not: relative tolerance. */
    private static final double TOLERANCE = 0.1;
    /** Told a time that is off by this, a model must do worse. */
    private static final double OFF = 0.15;

    private final OnnxPrior prior;
    private final HeldOut held;

    private ModelCheck(OnnxPrior prior) {
        this.prior = prior;
        this.held = new HeldOut(!prior.takesObservations(), SIZE);
    }

    /** The check of a prior, or null if the generator cannot make what it is for. */
    static @Nullable ModelCheck of(OnnxPrior prior) {
        ModelCard card = prior.card();
        boolean possible = card.laue().equals(LaueGroup.HEXAGONAL.symbol())
                && card.pl().features().equals("harmonics")
                && SIZE % card.stride() == 0;
        return possible ? new ModelCheck(prior) : null;
    }

    /**
     * Measures and prints.
     *
     * @return what is wrong, if anything is
     */
    Optional<String> run(PrintWriter out) {
        for (double t : new double[] {0.3, 0.5, 0.7}) {
            double right = error(t, t, prior.takesObservations());
            double less = error(t, t - OFF, prior.takesObservations());
            double more = error(t, t + OFF, prior.takesObservations());
            out.printf(
                    Locale.ROOT,
                    "noise of time %.2f: rms %.4f when told so, %.4f told %.2f, %.4f told %.2f%n",
                    t,
                    right,
                    less,
                    t - OFF,
                    more,
                    t + OFF);
            out.flush();
            if (!(right < less && right < more)) {
                return Optional.of(String.format(
                        Locale.ROOT,
                        "noise schedule is not that of the card (%s): the model denoises time %.2f best when told another",
                        prior.card().schedule().kind(),
                        t));
            }
        }
        ModelCard.Quality quality = prior.card().quality();
        List<ModelCard.Denoising> seen = quality == null ? null : quality.denoising();
        List<ModelCard.Denoising> blind = quality == null ? null : quality.joint();
        for (double t : HeldOut.TIMES) {
            Optional<String> fault = prior.takesObservations() ? compare(t, true, seen, out) : Optional.empty();
            fault = fault.isPresent() ? fault : compare(t, false, prior.takesObservations() ? blind : seen, out);
            if (fault.isPresent()) {
                return fault;
            }
        }
        return Optional.empty();
    }

    private Optional<String> compare(
            double time, boolean told, @Nullable List<ModelCard.Denoising> card, PrintWriter out) {
        double error = error(time, time, told);
        Optional<ModelCard.Denoising> stated = card == null
                ? Optional.empty()
                : card.stream().filter(d -> d.time() == time).findFirst();
        String what = String.format(
                Locale.ROOT,
                "denoising at time %.2f, %s: rms %.4f, card %s",
                time,
                told ? "told what was observed" : "nothing observed",
                error,
                stated.map(d -> String.format(Locale.ROOT, "%.4f", d.rms())).orElse("silent"));
        out.println(what);
        out.flush();
        return stated.isPresent() && error > stated.get().rms() * (1 + TOLERANCE)
                ? Optional.of(what + ": more than 10% above")
                : Optional.empty();
    }

    private double error(double time, double claimed, boolean told) {
        return held.at(time, told).orientationError(prior, claimed);
    }
}
