"""The words of the archive, in three languages: texts of the right sizes that say nothing."""

from __future__ import annotations

_TEXTS = {
    "en": (
        "the mayor harbour ferry yearly plan opens bridge market vote timber price north shore "
        "fishing quota teacher pay power plant water level railway line night train storm damage "
        "repair fund museum festival road toll customs office new old rises falls holds delay "
        "begins ends after before against for without clinic staff bread grain store tender "
        "island village assembly speaker letter answer inquiry audit debt bond rent tenant "
        "orchard mill quarry tourist season winter fuel reserve measure notice appeal verdict "
        "council border neighbour treaty visit talks protest permit newspaper"
    ),
    "ru": (
        "мэр гавань паром годовой план открывает мост рынок голосование древесина цена северный "
        "берег рыболовная квота учитель оплата станция уровень воды линия ночной поезд буря ущерб "
        "ремонт фонд музей праздник дорога сбор таможня новый старый растет падает держится "
        "задержка начало конец после перед против без поликлиника работник хлеб зерно склад "
        "остров деревня собрание спикер письмо ответ расследование проверка долг облигация аренда "
        "сад мельница карьер турист сезон зимний запас мера уведомление жалоба приговор граница "
        "сосед договор визит протест разрешение газета"
    ),
    "be": (
        "мэр гавань паром гадавы план адкрывае мост рынак галасаванне драўніна цана паўночны "
        "бераг рыбалоўная квота настаўнік аплата станцыя узровень вады лінія начны цягнік бура "
        "шкода рамонт фонд музей свята дарога збор мытня новы стары расце падае трымаецца "
        "затрымка пачатак канец пасля перад супраць без паліклініка работнік хлеб збожжа склад "
        "востраў вёска сход спікер ліст адказ расследаванне праверка доўг аблігацыя арэнда сад "
        "млын кар'ер турыст сезон зімовы запас мера паведамленне скарга прысуд мяжа сусед "
        "дамова візіт пратэст дазвол газета"
    ),
}

WORDS = {code: text.split() for code, text in _TEXTS.items()}
"""Each language's words, by its code."""
