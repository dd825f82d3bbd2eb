import { Star } from "lucide-react";

const places = [1, 2, 3, 4, 5];

/** Five stars, filled to the rating. The figure beside them is what is read out. */
export function Stars({ rating }: { rating: number }) {
  return (
    <div aria-hidden="true" className="flex gap-0.5">
      {places.map((place) => {
        const filled = Math.min(1, Math.max(0, rating - place + 1));
        return (
          <span key={place} className="relative inline-block size-4">
            <Star className="absolute size-4 text-line" fill="currentColor" strokeWidth={0} />
            <span className="absolute inset-y-0 left-0 overflow-hidden" style={{ width: `${filled * 100}%` }}>
              <Star className="size-4 max-w-none text-ink-muted" fill="currentColor" strokeWidth={0} />
            </span>
          </span>
        );
      })}
    </div>
  );
}
