package sunstone.models.posterior.derived;

import java.util.List;
import java.util.Optional;

/** All derived layers; what shows layers takes them from here. */
public final class DerivedLayers {
    /** The layers, in the order in which people see them. */
    public static final List<DerivedLayer> ALL = List.of(new LocalMisorientation(), new BoundaryShare());

    private DerivedLayers() {}

    /** The layer of a name, if there is one. */
    public static Optional<DerivedLayer> of(String name) {
        return ALL.stream().filter(l -> l.name().equals(name)).findFirst();
    }
}
