/**
 * Quantities per pixel that follow from a map and its ensemble. It uses posterior, posterior.boundary, map and
 * crystallography; no I/O. Start at {@link sunstone.models.posterior.derived.DerivedLayer}; a new one is its class and a
 * line in {@link sunstone.models.posterior.derived.DerivedLayers}, and API, page and report show it.
 */
@NullMarked
package sunstone.models.posterior.derived;

import org.jspecify.annotations.NullMarked;
