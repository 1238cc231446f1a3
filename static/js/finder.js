// "Near me": only on a click, and rounded to a tenth of a degree before anything is sent.

const rounded = (degrees) => (Math.round(degrees * 10) / 10).toFixed(1);

function tell(button) {
  button.disabled = false;
  button.nextElementSibling.textContent = button.dataset.failed;
}

function goThere(button) {
  button.disabled = true;
  navigator.geolocation.getCurrentPosition(
    ({ coords }) => {
      const near = `${rounded(coords.latitude)},${rounded(coords.longitude)}`;
      const query = new URLSearchParams(new FormData(button.form));
      for (const [name, value] of [...query]) if (!value) query.delete(name);
      for (const name of ["q", "country", "city"]) query.delete(name);
      query.set("near", near);
      location.assign(`${button.dataset.nearMe}?${query}`);
    },
    () => tell(button),
    { enableHighAccuracy: false, maximumAge: 600000, timeout: 20000 },
  );
}

if (navigator.geolocation) {
  for (const button of document.querySelectorAll("[data-near-me]")) {
    button.addEventListener("click", () => goThere(button));
    button.closest(".later").classList.remove("later");
  }
}
