package sunstone.agent.sampling;

import org.jspecify.annotations.Nullable;
import sunstone.connectors.message.sampling.CarriedPart;
import sunstone.connectors.message.sampling.SamplingRequest;
import sunstone.models.polarizedlight.PlImage;
import sunstone.models.polarizedlight.stack.PlFit;
import sunstone.models.posterior.Snapshot;
import sunstone.models.posterior.carry.CarriedOver;
import sunstone.models.posterior.carry.SectionOpening;

/** Knowledge of a scan, from a snapshot to a request and back, as far as an ensemble depends on it. */
final class CarriedRecords {
    private CarriedRecords() {}

    /** What the section below tells, or null if it tells nothing. */
    static @Nullable CarriedPart of(Snapshot snapshot) {
        CarriedOver carried = snapshot.carried();
        return carried == null
                ? null
                : new CarriedPart(
                        carried.places(snapshot.points()).stream()
                                .map(p -> new CarriedPart.Place(
                                        p.pixel(), p.grain(), p.continues(), p.w(), p.x(), p.y(), p.z()))
                                .toList(),
                        carried.sources().stream()
                                .map(s -> new CarriedPart.Source(s.pixel(), s.grain(), s.probability(), s.draws()))
                                .toList());
    }

    /** What a request holds of a scan. */
    @SuppressWarnings("NullAway") // it does not see the nullness of a record's array component
    static Snapshot snapshot(SamplingRequest r) {
        PlImage light = r.light();
        CarriedPart part = r.carried();
        return new Snapshot(
                r.grid(),
                r.laue(),
                light != null && r.placed() ? PlFit.placed(light) : PlFit.made(light),
                r.points(),
                null,
                part == null ? null : SectionOpening.made(carried(r, part)));
    }

    private static CarriedOver carried(SamplingRequest r, CarriedPart part) {
        return CarriedOver.at(
                r.grid(),
                r.laue(),
                part.places().stream()
                        .map(p ->
                                new CarriedOver.Place(p.pixel(), p.grain(), p.continues(), p.w(), p.x(), p.y(), p.z()))
                        .toList(),
                part.sources().stream()
                        .map(s -> new CarriedOver.Source(s.pixel(), s.grain(), s.probability(), s.draws()))
                        .toList());
    }
}
