// A page between the parts of long work sends itself on; its button stays for whoever sees it wait.
const pause = 400;

setTimeout(() => document.querySelector("form[data-go-on]")?.requestSubmit(), pause);
