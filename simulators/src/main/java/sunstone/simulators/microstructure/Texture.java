package sunstone.simulators.microstructure;

/** Preferred orientations of the crystals of a section. */
public enum Texture {
    /** Uniform over all rotations. */
    RANDOM,
    /** c axes around the section's normal (a cubic crystal: a cube axis), any turn about them. */
    BASAL,
    /** c axes around one direction in the section, any turn about them. */
    TRANSVERSE,
    /** Each grain draws one of the three above. */
    MIXED,
    /** All three axes around the sample's: the rolling "cube" texture of a cubic metal. */
    CUBE
}
