/* Tells browser and screen reader in what language the page is: Streamlit's own page always says English. */

export default function pageLanguage({ data }) {
  document.documentElement.lang = data.lang;
}
